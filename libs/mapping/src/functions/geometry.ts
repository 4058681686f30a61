import gcoordModule from 'gcoord';
import { narrowText } from '../value.ts';
import { geometryGrid } from './geometry-grid.ts';
import { NO_PARAMETERS, parameters, type MappingFunction } from './mapping-function.ts';
import { locate, readPair, rounded, type Pair } from './point-reading.ts';

// gcoord is CommonJS: under nodenext its default export is typed as the namespace.
const gcoord = gcoordModule as unknown as typeof gcoordModule.default;

export const geometryFunctions: readonly MappingFunction[] = [
  {
    name: 'geometry.point',
    summary: {
      zh: '坐标点转为 CGCS2000 经纬度；输入为 [经度, 纬度]、“经度,纬度”或带经纬度字段的对象；order 为 latlon 时纬度在前；(0,0) 置空并提醒',
      en: 'A point as longitude and latitude in CGCS2000, from [lon, lat], "lon,lat" or an object with such members; with order "latlon" the latitude comes first; (0,0) is empty with a warning',
    },
    parameters: parameters(
      { from: { enum: ['gcj02', 'bd09', 'wgs84', 'cgcs2000'] }, order: { enum: ['lonlat', 'latlon'] } },
      ['from'],
    ),
    accepts: 'any',
    gives: 'object',
    examples: [
      { input: '119.95,31.72', params: { from: 'cgcs2000' }, output: { longitude: 119.95, latitude: 31.72 } },
      {
        input: ['119.95', '31.72'],
        params: { from: 'wgs84' },
        output: { longitude: 119.95, latitude: 31.72 },
      },
      {
        input: [31.72, 119.95],
        params: { from: 'wgs84', order: 'latlon' },
        output: { longitude: 119.95, latitude: 31.72 },
      },
      {
        input: { lng: 119.95, lat: 31.72 },
        params: { from: 'wgs84' },
        output: { longitude: 119.95, latitude: 31.72 },
      },
      {
        input: [119.95, 31.72],
        params: { from: 'gcj02' },
        output: { longitude: 119.9453112, latitude: 31.7220967 },
      },
      { input: [0, 0], params: { from: 'gcj02' }, output: null, warning: 'placeholder-coordinates' },
      { input: [31.72, 119.95], params: { from: 'wgs84' }, rejection: 'bad-coordinates' },
      { input: '119.95', params: { from: 'wgs84' }, rejection: 'bad-coordinates' },
    ],
    compile: ({ from, order }) => {
      const convert = converter(from as string);
      const isLatitudeFirst = order === 'latlon';
      return (value, run) => {
        const pair = readPair(value, isLatitudeFirst);
        if (pair === null)
          return run.reject(
            'bad-coordinates',
            '坐标应为经度和纬度两个数值',
            'coordinates are two numbers, longitude and latitude',
          );
        return locate(pair, convert, run);
      };
    },
  },
  {
    name: 'geometry.degreesMinutes',
    summary: {
      zh: '度分、度分秒（11957.1234、119°57′12″E）转为十进制度',
      en: 'Degrees and minutes, with or without seconds (11957.1234, 119°57′12″E), as decimal degrees',
    },
    parameters: NO_PARAMETERS,
    accepts: 'text',
    gives: 'number',
    examples: [
      { input: '11957.0000', output: 119.95 },
      { input: '3143.2E', output: 31.72 },
      { input: '119°57′00″E', output: 119.95 },
      { input: "31°43.2'N", output: 31.72 },
      { input: '33.5W', output: -0.5583333 },
      { input: '11975.0', rejection: 'bad-coordinates' },
      { input: '119度57分', output: 119.95 },
    ],
    compile: () => (text, run) => {
      const degrees = readDegreesMinutes(narrowText(text).replace(/\s/gu, '').toUpperCase());
      return (
        degrees ??
        run.reject(
          'bad-coordinates',
          '不是可识别的度分秒坐标',
          'these are no degrees and minutes that can be read',
        )
      );
    },
  },
  ...geometryGrid,
];

/**
 * Conversion to WGS-84, which stands for CGCS2000 here: the two differ by centimetres. GCJ-02 and BD-09 have no published
 * inverse; gcoord approximates it to well below a metre.
 */
function converter(from: string): (pair: Pair) => Pair {
  if (from === 'wgs84' || from === 'cgcs2000') return (pair) => pair;
  const system = from === 'gcj02' ? gcoord.GCJ02 : gcoord.BD09;
  return ([longitude, latitude]) =>
    gcoord.transform([longitude, latitude], system, gcoord.WGS84) as [number, number];
}

function readDegreesMinutes(text: string): number | null {
  const written =
    /^([NSEW])?(\d{1,3})[°度](?:(\d{1,2}(?:\.\d+)?)['′分])?(?:(\d{1,2}(?:\.\d+)?)(?:["″秒]|''))?([NSEW])?$/u.exec(
      text,
    );
  const packed = written ? null : /^(-?)(\d{0,3}?)(\d{1,2}(?:\.\d+)?)([NSEW])?$/.exec(text);
  if (written)
    return signed(
      Number(written[2]),
      Number(written[3] ?? 0),
      Number(written[4] ?? 0),
      written[1] ?? written[5] ?? '',
    );
  if (packed)
    return signed(Number(packed[2]), Number(packed[3]), 0, packed[1] === '-' ? 'W' : (packed[4] ?? ''));
  return null;
}

function signed(degrees: number, minutes: number, seconds: number, direction: string): number | null {
  if (minutes >= 60 || seconds >= 60) return null;
  const value = rounded(degrees + minutes / 60 + seconds / 3600);
  return direction === 'S' || direction === 'W' ? -value : value;
}
