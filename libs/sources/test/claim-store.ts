import { isDeepStrictEqual } from 'node:util';
import type { Json } from '@exchange/contracts';
import { decodeBatch, DEFAULT_LIMITS } from '@exchange/decoding';
import type { Chunk } from '../src/port.ts';

/** What the gateway's database does for a reader: records and checkpoint move together, by compare and set. */
export class ClaimStore {
  /** Exact bytes of the records that were claimed, in order. */
  readonly texts: string[] = [];
  checkpoint: Json | null = null;

  claim(before: Json | null, chunk: Chunk): void {
    if (!isDeepStrictEqual(before, this.checkpoint)) throw new Error('claimed by another reader');
    const decoded = decodeBatch(chunk.body, chunk.decode, DEFAULT_LIMITS);
    if (decoded.kind !== 'records') throw new Error(`unreadable: ${decoded.at}`);
    for (const { raw } of decoded.records) this.texts.push(raw.toString());
    this.checkpoint = JSON.parse(JSON.stringify(chunk.checkpoint)) as Json;
  }
}

export function settled(records: number) {
  return {
    kind: 'done' as const,
    receiptId: '01990000-0000-7000-8000-000000000000',
    outcome: { records, accepted: records, quarantined: 0, events: records, reports: [] },
  };
}
