import { hash } from 'node:crypto';
import type { ExchangeEvent } from '@exchange/contracts';

/** What tells a record from all others of the platform. */
export interface RecordName {
  readonly topic: string;
  readonly system: string;
  readonly stream: string;
  readonly key: string;
}

/** The record that an event is about. Throws when its source is not `/systems/<system>/<stream>`. */
export function recordName(
  topic: string,
  { source, key }: Pick<ExchangeEvent, 'source' | 'key'>,
): RecordName {
  const [, root, system, stream] = source.split('/');
  if (root !== 'systems' || !system || !stream)
    throw new TypeError('the source of an event is /systems/<system>/<stream>');
  return { topic, system, stream, key };
}

/**
 * The id of a record: a UUID (version 8) made of its name. The same after every rebuild, and found without a look-up; the
 * parts are length-prefixed, so no two names share an encoding.
 */
export function recordId({ topic, system, stream, key }: RecordName): string {
  const text = `${topic.length}:${topic}${system.length}:${system}${stream.length}:${stream}${key}`;
  const hex = hash('sha256', text, 'hex');
  const variant = '89ab'.charAt(parseInt(hex.charAt(16), 16) & 3);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
