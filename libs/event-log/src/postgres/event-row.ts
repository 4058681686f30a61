import type { ExchangeEvent, Operation } from '@exchange/contracts';

type Attributes = [
  id: string,
  source: string,
  key: string,
  operation: Operation,
  time: string,
  department: string,
  jurisdiction: string | null,
  revision: string,
  mappingVersion: number,
  receivedTime: string,
  receipt: string,
  historical: boolean,
  traceparent?: string | null,
  warnings?: string,
];

/** The column `attributes` of an event. The view `event_log.readable_events` names the places. */
export function encodeAttributes(event: ExchangeEvent): string {
  const { id, source, key, operation, time, department, jurisdiction, revision } = event;
  const { mappingVersion, receivedTime, receipt, historical, traceparent, warnings } = event;
  const rest =
    warnings === undefined
      ? traceparent === undefined
        ? ([] as const)
        : ([traceparent] as const)
      : ([traceparent ?? null, warnings] as const);
  const attributes: Attributes = [
    id,
    source,
    key,
    operation,
    time,
    department,
    jurisdiction,
    revision,
    mappingVersion,
    receivedTime,
    receipt,
    historical,
    ...rest,
  ];
  return JSON.stringify(attributes);
}

export function decodeEvent(topic: string, attributes: string, value: string): ExchangeEvent {
  const decoded = JSON.parse(attributes) as Attributes;
  const [id, source, key, operation, time, department, jurisdiction, revision] = decoded;
  const event: ExchangeEvent = {
    id,
    topic,
    source,
    key,
    operation,
    time,
    department,
    jurisdiction,
    revision,
    mappingVersion: decoded[8],
    receivedTime: decoded[9],
    receipt: decoded[10],
    historical: decoded[11],
    value,
  };
  const [traceparent, warnings] = [decoded[12], decoded[13]];
  return {
    ...event,
    ...(traceparent == null ? {} : { traceparent }),
    ...(warnings === undefined ? {} : { warnings }),
  };
}
