import type { ExchangeEvent } from '@exchange/contracts';
import { ByteWriter, varTextBytes } from './byte-writer.ts';

/** Headers whose value belongs to one event, in the order in which they are written first. */
const OWN_HEADERS: ReadonlyArray<readonly [name: Buffer, value: (event: ExchangeEvent) => string]> = [
  [encodedName('ce_id'), (event) => event.id],
  [encodedName('ce_subject'), (event) => event.key],
  [encodedName('ce_time'), (event) => event.time],
  [encodedName('ce_revision'), (event) => event.revision],
  [encodedName('ce_receipt'), (event) => event.receipt],
];
const ownNamesBytes = OWN_HEADERS.reduce((sum, [name]) => sum + name.length, 0);

function encodedName(name: string): Buffer {
  const writer = new ByteWriter(16);
  writer.varText(name);
  return Buffer.from(writer.written);
}

/** The headers that the events of one receipt mostly have in common, encoded. */
export interface SharedHeaders {
  readonly count: number;
  readonly bytes: Buffer;
  readonly of: ExchangeEvent;
}

/**
 * CloudEvents 1.0 in Kafka's binary mode. Most headers are the same for a whole batch: they are encoded once and copied,
 * as long as `previous` still fits.
 */
export function sharedHeaders(event: ExchangeEvent, previous: SharedHeaders | null): SharedHeaders {
  if (previous && isAlike(event, previous.of)) return previous;
  const headers: Array<[string, string]> = [
    ['ce_specversion', '1.0'],
    ['ce_type', event.topic],
    ['ce_source', event.source],
    ['ce_department', event.department],
    ['ce_operation', event.operation],
    ['ce_mappingversion', String(event.mappingVersion)],
    ['ce_receivedtime', event.receivedTime],
    ['ce_historical', String(event.historical)],
    ['content-type', 'application/json'],
  ];
  if (event.jurisdiction !== null) headers.push(['ce_jurisdiction', event.jurisdiction]);
  if (event.warnings !== undefined) headers.push(['ce_warnings', event.warnings]);
  // Twice: tracing tools look for the plain name, CloudEvents readers for the other.
  if (event.traceparent !== undefined)
    headers.push(['ce_traceparent', event.traceparent], ['traceparent', event.traceparent]);
  const writer = new ByteWriter(1024);
  for (const [name, value] of headers) {
    writer.varText(name);
    writer.varText(value);
  }
  return { count: headers.length, bytes: Buffer.from(writer.written), of: event };
}

function isAlike(a: ExchangeEvent, b: ExchangeEvent): boolean {
  return (
    a.topic === b.topic &&
    a.source === b.source &&
    a.jurisdiction === b.jurisdiction &&
    a.department === b.department &&
    a.operation === b.operation &&
    a.mappingVersion === b.mappingVersion &&
    a.receivedTime === b.receivedTime &&
    a.historical === b.historical &&
    a.traceparent === b.traceparent &&
    a.warnings === b.warnings
  );
}

/** Number of all headers of an event. */
export function headersCount(shared: SharedHeaders): number {
  return OWN_HEADERS.length + shared.count;
}

/** How many bytes `writeHeaders` writes. */
export function headersBytes(event: ExchangeEvent, shared: SharedHeaders): number {
  let bytes = ownNamesBytes + shared.bytes.length;
  for (const [, valueOf] of OWN_HEADERS) bytes += varTextBytes(valueOf(event));
  return bytes;
}

export function writeHeaders(writer: ByteWriter, event: ExchangeEvent, shared: SharedHeaders): void {
  for (const [name, valueOf] of OWN_HEADERS) {
    writer.bytes(name);
    writer.varText(valueOf(event));
  }
  writer.bytes(shared.bytes);
}

/** The event of a record; null when it is not one of ours. `ce_type` is believed, not the topic's name. */
export function eventOf(headers: ReadonlyMap<string, string>, value: string | null): ExchangeEvent | null {
  const text = (name: string): string => headers.get(name) ?? '';
  const operation = text('ce_operation');
  const mappingVersion = Number(text('ce_mappingversion'));
  if (value === null || !headers.has('ce_id') || !headers.has('ce_type') || !headers.has('ce_subject'))
    return null;
  if ((operation !== 'upsert' && operation !== 'delete') || !Number.isInteger(mappingVersion)) return null;
  const event: ExchangeEvent = {
    id: text('ce_id'),
    topic: text('ce_type'),
    source: text('ce_source'),
    key: text('ce_subject'),
    operation,
    time: text('ce_time'),
    department: text('ce_department'),
    jurisdiction: headers.get('ce_jurisdiction') ?? null,
    revision: text('ce_revision'),
    mappingVersion,
    receivedTime: text('ce_receivedtime'),
    receipt: text('ce_receipt'),
    historical: text('ce_historical') === 'true',
    value,
  };
  const traceparent = headers.get('ce_traceparent') ?? headers.get('traceparent');
  const warnings = headers.get('ce_warnings');
  return {
    ...event,
    ...(traceparent === undefined ? {} : { traceparent }),
    ...(warnings === undefined ? {} : { warnings }),
  };
}
