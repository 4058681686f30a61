/** An ellipsoid of revolution: half of its longest axis in metres, and how much it is flattened. */
export interface Ellipsoid {
  readonly semiMajorMetres: number;
  readonly flattening: number;
}

/** CGCS2000 (GB/T 33177): the axis and the flattening of GRS 80. */
export const CGCS2000: Ellipsoid = { semiMajorMetres: 6_378_137, flattening: 1 / 298.257222101 };

export interface Projection {
  readonly ellipsoid: Ellipsoid;
  /** Degrees. */
  readonly centralMeridian: number;
  /** 1 for Gauss–Krüger, less for other transverse Mercator projections. */
  readonly scale: number;
}

/**
 * From a transverse Mercator plane to the ellipsoid: metres east of the central meridian and north of the equator, without
 * false origins, to degrees. Krüger's series to the fourth power of the third flattening (L. Krüger, Konforme Abbildung des
 * Erdellipsoids in der Ebene, 1912), which is exact to well below a millimetre within some degrees of the meridian.
 */
export function fromTransverseMercator(
  { ellipsoid, centralMeridian, scale }: Projection,
  eastMetres: number,
  northMetres: number,
): { readonly longitude: number; readonly latitude: number } {
  const n = ellipsoid.flattening / (2 - ellipsoid.flattening);
  const radius = (ellipsoid.semiMajorMetres / (1 + n)) * (1 + n ** 2 / 4 + n ** 4 / 64);
  const xi = northMetres / (scale * radius);
  const eta = eastMetres / (scale * radius);
  let [xiSphere, etaSphere] = [xi, eta];
  for (const [index, beta] of toSphere(n).entries()) {
    const multiple = 2 * (index + 1);
    xiSphere -= beta * Math.sin(multiple * xi) * Math.cosh(multiple * eta);
    etaSphere -= beta * Math.cos(multiple * xi) * Math.sinh(multiple * eta);
  }
  const conformal = Math.asin(Math.sin(xiSphere) / Math.cosh(etaSphere));
  let latitude = conformal;
  for (const [index, delta] of toEllipsoid(n).entries())
    latitude += delta * Math.sin(2 * (index + 1) * conformal);
  const longitude = Math.atan2(Math.sinh(etaSphere), Math.cos(xiSphere));
  return { longitude: centralMeridian + degrees(longitude), latitude: degrees(latitude) };
}

function toSphere(n: number): readonly number[] {
  return [
    n / 2 - (2 * n ** 2) / 3 + (37 * n ** 3) / 96 - n ** 4 / 360,
    n ** 2 / 48 + n ** 3 / 15 - (437 * n ** 4) / 1440,
    (17 * n ** 3) / 480 - (37 * n ** 4) / 840,
    (4397 * n ** 4) / 161_280,
  ];
}

function toEllipsoid(n: number): readonly number[] {
  return [
    2 * n - (2 * n ** 2) / 3 - 2 * n ** 3 + (116 * n ** 4) / 45,
    (7 * n ** 2) / 3 - (8 * n ** 3) / 5 - (227 * n ** 4) / 45,
    (56 * n ** 3) / 15 - (136 * n ** 4) / 35,
    (4279 * n ** 4) / 630,
  ];
}

function degrees(radians: number): number {
  return (radians * 180) / Math.PI;
}
