import { isJsonObject, type JsonObject } from '@exchange/contracts';
import { CGCS2000, fromTransverseMercator } from './gauss-kruger.ts';
import { parameters, type MappingFunction } from './mapping-function.ts';
import { isInside, readPair, rounded, warnPlaceholder } from './point-reading.ts';

/** What the plane's axis says when nothing else is agreed: 500 km, so that no easting is negative. */
const FALSE_EASTING = 500_000;
const BELT_DEGREES = 3;
/** Eastings with their belt's number in front have eight digits: 40 495 263.2. */
const PREFIXED_FROM = 1_000_000;
/** Beyond the neighbouring belts a coordinate belongs to another one, or its axes are swapped. */
const FROM_MERIDIAN_METRES_MAX = 450_000;

export const geometryGrid: readonly MappingFunction[] = [
  {
    name: 'geometry.gaussKruger',
    summary: {
      zh: '高斯—克吕格平面坐标（CGCS2000 椭球，米）转为经纬度；meridian 为中央子午线；order：north-east 为测量习惯的 X（北）在前，east-north 为东坐标在前；东坐标可带 3 度带带号；独立坐标系另给 falseEasting、falseNorthing，带旋转或尺度的不支持',
      en: 'A point on a Gauss–Krüger plane (ellipsoid of CGCS2000, metres) as longitude and latitude; meridian is the central one; order "north-east" has X (north) first as surveyors write it, "east-north" the easting; an easting may bear the number of its 3-degree belt; a local grid gives falseEasting and falseNorthing, one that is turned or scaled is not supported',
    },
    parameters: parameters(
      {
        meridian: { type: 'number', minimum: 73, maximum: 136 },
        order: { enum: ['north-east', 'east-north'] },
        falseEasting: { type: 'number' },
        falseNorthing: { type: 'number' },
      },
      ['meridian', 'order'],
    ),
    accepts: 'any',
    gives: 'object',
    examples: [
      {
        input: ['3510000', '495263.2'],
        params: { meridian: 120, order: 'north-east' },
        output: { longitude: 119.9500267, latitude: 31.7127319 },
      },
      {
        input: '40495263.2,3510000',
        params: { meridian: 120, order: 'east-north' },
        output: { longitude: 119.9500267, latitude: 31.7127319 },
      },
      {
        input: ['10000', '45263.2'],
        params: { meridian: 120, order: 'north-east', falseEasting: 50000, falseNorthing: -3500000 },
        output: { longitude: 119.9500267, latitude: 31.7127319 },
      },
      {
        input: ['0', '0'],
        params: { meridian: 120, order: 'north-east' },
        output: null,
        warning: 'placeholder-coordinates',
      },
      {
        input: ['495263.2', '3510000'],
        params: { meridian: 120, order: 'north-east' },
        rejection: 'bad-coordinates',
      },
      {
        input: ['3510000', '39495263.2'],
        params: { meridian: 120, order: 'north-east' },
        rejection: 'bad-coordinates',
      },
      {
        input: { x: 3510000, y: 495263.2 },
        params: { meridian: 120, order: 'north-east' },
        rejection: 'bad-coordinates',
      },
      { input: '119.95', params: { meridian: 120, order: 'north-east' }, rejection: 'bad-coordinates' },
    ],
    compile: (given) => {
      const toDegrees = converter(given);
      const isNorthFirst = given['order'] === 'north-east';
      return (value, run) => {
        // An object's x is the north in one system and the east in the next.
        const pair = isJsonObject(value) ? null : readPair(value, isNorthFirst);
        if (pair === null)
          return run.reject(
            'bad-coordinates',
            '平面坐标应为列表或文本中的两个数值',
            'coordinates on a plane are two numbers in a list or a text',
          );
        if (pair[0] === 0 && pair[1] === 0) return warnPlaceholder(run);
        const point = toDegrees(...pair);
        if (point === null || !isInside([point.longitude, point.latitude]))
          return run.reject(
            'bad-coordinates',
            '不是该中央子午线附近的平面坐标，请核对东、北次序、带号和坐标系',
            'these are no coordinates on the plane of this meridian: check the order of east and north, the number of the belt and the grid',
          );
        return { longitude: rounded(point.longitude), latitude: rounded(point.latitude) };
      };
    },
  },
];

/** null: the point does not lie in or beside the belt of the meridian. */
function converter(
  given: JsonObject,
): (easting: number, northing: number) => { longitude: number; latitude: number } | null {
  const centralMeridian = given['meridian'] as number;
  const falseEasting = (given['falseEasting'] as number | undefined) ?? FALSE_EASTING;
  const falseNorthing = (given['falseNorthing'] as number | undefined) ?? 0;
  const belt = centralMeridian / BELT_DEGREES;
  const projection = { ellipsoid: CGCS2000, centralMeridian, scale: 1 };
  return (easting, northing) => {
    const prefix = Math.floor(easting / PREFIXED_FROM);
    if (prefix > 0 && prefix !== belt) return null;
    const east = easting - Math.max(prefix, 0) * PREFIXED_FROM - falseEasting;
    if (Math.abs(east) > FROM_MERIDIAN_METRES_MAX) return null;
    return fromTransverseMercator(projection, east, northing - falseNorthing);
  };
}
