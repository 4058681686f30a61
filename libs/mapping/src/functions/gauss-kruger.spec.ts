import { CGCS2000, fromTransverseMercator } from './gauss-kruger.ts';

const degrees = (whole: number, minutes: number, seconds: number): number =>
  whole + minutes / 60 + seconds / 3600;

describe('published control values of the British National Grid', () => {
  const ellipsoid = { semiMajorMetres: 6_377_563.396, flattening: 1 - 6_356_256.909 / 6_377_563.396 };
  const projection = { ellipsoid, centralMeridian: -2, scale: 0.9996012717 };
  // The grid counts from 100 km north of its origin at 49° N, which is so many metres of meridian from the equator.
  const northOfEquator = (northing: number): number => northing + 100_000 + 0.9996012717 * 5_429_228.6;

  test.each([
    // IOGP Publication 373-7-2, example of the method Transverse Mercator.
    [577_274.99, 69_740.5, degrees(0, 30, 0), degrees(50, 30, 0)],
    // Ordnance Survey, A guide to coordinate systems in Great Britain, worked example of annexe C.
    [651_409.903, 313_177.27, degrees(1, 43, 4.5177), degrees(52, 39, 27.2531)],
  ])('are met at %d E, %d N to within two centimetres', (easting, northing, longitude, latitude) => {
    const point = fromTransverseMercator(projection, easting - 400_000, northOfEquator(northing));
    expect(Math.abs(point.longitude - longitude)).toBeLessThan(2e-7);
    expect(Math.abs(point.latitude - latitude)).toBeLessThan(2e-7);
  });
});

test('a quarter of a meridian of GRS 80, 10 001 965.7293 m, ends at the pole', () => {
  const projection = { ellipsoid: CGCS2000, centralMeridian: 120, scale: 1 };
  expect(fromTransverseMercator(projection, 0, 10_001_965.7293).latitude).toBeCloseTo(90, 8);
});

test('the plane is the same on both sides of its meridian', () => {
  const projection = { ellipsoid: CGCS2000, centralMeridian: 120, scale: 1 };
  const east = fromTransverseMercator(projection, 120_000, 3_500_000);
  const west = fromTransverseMercator(projection, -120_000, 3_500_000);
  expect(west.latitude).toBeCloseTo(east.latitude, 12);
  expect(west.longitude - 120).toBeCloseTo(120 - east.longitude, 12);
});
