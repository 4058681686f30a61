import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { StreamEntry } from '@exchange/catalog';
import { decodeBatch, DEFAULT_LIMITS, type DecodeOptions } from '@exchange/decoding';
import { readSample } from '../read-sample.ts';
import type { SystemDocument } from './simulator.ts';

export interface SampleDocuments {
  readonly documents: readonly SystemDocument[];
  /** Samples that are left out because they would be blocked for a secrecy marking, which pauses a stream that is read. */
  readonly marked: number;
}

/** The samples of a stream as documents of its system, the normal one first, because the others change what it brings. */
export async function sampleDocuments(entry: StreamEntry): Promise<SampleDocuments> {
  const documents: SystemDocument[] = [];
  let marked = 0;
  for (const { name, path } of inSendingOrder(entry.samples)) {
    const golden = JSON.parse(await readFile(join(path, '../../golden', `${name}.json`), 'utf8')) as object;
    if ('blocked' in golden) marked += 1;
    else documents.push(await documentOf(entry, path));
  }
  return { documents, marked };
}

export function inSendingOrder(samples: StreamEntry['samples']): StreamEntry['samples'] {
  const rank = (name: string): number => (name === 'normal' ? 0 : name === 'update' ? 1 : 2);
  return [...samples].sort((left, right) => rank(left.name) - rank(right.name));
}

async function documentOf(entry: StreamEntry, path: string): Promise<SystemDocument> {
  const name = basename(path);
  const body = await readFile(path);
  const read = await readSample(path, entry.source);
  return { name, body, records: recordsOf(read.body, read.decode) };
}

/** The records of a body; null when it cannot be read as a whole. */
export function recordsOf(body: Buffer, decode: DecodeOptions): SystemDocument['records'] {
  const batch = decodeBatch(body, decode, DEFAULT_LIMITS);
  return batch.kind === 'records' ? batch.records : null;
}
