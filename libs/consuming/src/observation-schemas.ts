import type { JsonObject } from '@exchange/contracts';

const TEXT: JsonObject = { type: 'string' };
const TEXT_OR_NULL: JsonObject = { type: ['string', 'null'] };
const INSTANT: JsonObject = { type: 'string', format: 'date-time' };
const COUNT: JsonObject = { type: 'integer' };
const list = (properties: Record<string, JsonObject>): JsonObject => ({
  type: 'array',
  items: { type: 'object', properties },
});

/** Answers of the routes by which a group is watched, for the OpenAPI document of its app. */
export const OBSERVATION_SCHEMAS: Readonly<Record<string, JsonObject>> = {
  Positions: {
    type: 'object',
    properties: {
      group: TEXT,
      lag: COUNT,
      partitions: list({
        topic: TEXT,
        partition: COUNT,
        position: COUNT,
        next: COUNT,
        lag: COUNT,
        movedTime: TEXT_OR_NULL,
      }),
    },
  },
  DeliveryFailures: {
    type: 'object',
    properties: {
      failures: list({
        id: TEXT,
        topic: TEXT,
        partition: COUNT,
        position: COUNT,
        eventId: TEXT,
        department: TEXT,
        jurisdiction: TEXT_OR_NULL,
        errorCode: TEXT,
        error: {
          ...TEXT_OR_NULL,
          description:
            '可能引用记录内容，仅供可看未脱敏数据者 / May quote the record: for readers of unmasked data only',
        },
        attempts: COUNT,
        firstTime: INSTANT,
        lastTime: INSTANT,
      }),
      cursor: TEXT_OR_NULL,
    },
  },
};
