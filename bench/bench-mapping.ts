import assert from 'node:assert';
import { findStream, loadCatalog, mappingContext } from '@exchange/catalog';
import { decodeBatch, DEFAULT_LIMITS, findSecrecyMarkings } from '@exchange/decoding';
import { compileMapping, type MappingDocument } from '@exchange/mapping';
import { mapBatch, mapRecords, type Receipt } from '@exchange/pipeline';
import type { Figure } from './figures.ts';
import { BATCH_RECORDS, BENCH_STREAM, BENCH_SYSTEM, benchBody } from './workload.ts';

const ROUNDS = 120;
const WARM_UP_ROUNDS = 40;
const MAP_CHECK_US_MAX = 12;

/** The pure core alone, in one thread: decode and gate; source check, map and target check; events with their ids. */
export async function benchMapping(): Promise<Figure[]> {
  const catalog = await loadCatalog('.');
  const context = mappingContext(catalog, BENCH_SYSTEM, BENCH_STREAM);
  const entry = findStream(catalog, BENCH_SYSTEM, BENCH_STREAM);
  assert(context && entry);
  const mapping = compileMapping(entry.mapping as unknown as MappingDocument, context);
  const bodies = Array.from({ length: 8 }, (_, index) => benchBody(index * BATCH_RECORDS));
  const decode = { format: 'ndjson', charset: 'utf-8' } as const;
  const spent = { decode: 0, map: 0, events: 0 };
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round += 1) {
    const body = bodies[round % bodies.length]!;
    const start = performance.now();
    const decoded = decodeBatch(body, decode, DEFAULT_LIMITS);
    assert(decoded.kind === 'records');
    findSecrecyMarkings(decoded.records, body, decode);
    const decodedAt = performance.now();
    for (const record of decoded.records) {
      assert('value' in record);
      mapping.checkSource(record.value);
      const mapped = mapping.run(record.value, { receivedTime: RECEIPT.receivedTime });
      assert(mapped.rejections.length === 0, JSON.stringify(mapped.rejections));
    }
    const mappedAt = performance.now();
    mapBatch({ receipt: RECEIPT, records: mapRecords(RECEIPT, decoded.records, mapping), previous: null });
    const eventsAt = performance.now();
    if (round < WARM_UP_ROUNDS) continue;
    spent.decode += decodedAt - start;
    spent.map += mappedAt - decodedAt;
    spent.events += eventsAt - mappedAt;
  }
  const perRecord = (ms: number): number => (ms * 1000) / (ROUNDS * BATCH_RECORDS);
  const how = `one thread, ${Math.round(bodies[0]!.length / BATCH_RECORDS)} bytes a record`;
  return [
    { name: 'decode + secrecy gate', value: perRecord(spent.decode), unit: 'µs/record', how },
    {
      name: 'map + check',
      value: perRecord(spent.map),
      unit: 'µs/record',
      target: { value: MAP_CHECK_US_MAX, isUpperBound: true },
      how: `${how}, source and target schema`,
    },
    {
      name: 'map + check + event ids',
      value: perRecord(spent.events),
      unit: 'µs/record',
      how: `${how}, as the gateway does it`,
    },
  ];
}

const RECEIPT: Receipt = {
  id: '019ab000-0000-7000-8000-000000000000',
  arrival: 1,
  system: BENCH_SYSTEM,
  stream: BENCH_STREAM,
  operation: 'upsert',
  decode: { format: 'ndjson', charset: 'utf-8' },
  bodyDigest: '',
  bodyBytes: 0,
  idempotencyKey: null,
  mappingVersion: 1,
  receivedTime: '2026-11-24T01:00:00.000Z',
  traceparent: null,
  historical: false,
  trial: false,
};
