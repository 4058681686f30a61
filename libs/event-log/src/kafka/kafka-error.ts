import { ExchangeError } from '@exchange/contracts';

/** Error codes of the protocol (https://kafka.apache.org/protocol#protocol_error_codes) that the driver tells apart. */
export const KAFKA_ERROR = {
  offsetOutOfRange: 1,
  unknownTopicOrPartition: 3,
  messageTooLarge: 10,
  recordListTooLarge: 18,
  outOfOrderSequence: 45,
  duplicateSequence: 46,
  invalidProducerEpoch: 47,
  invalidProducerIdMapping: 49,
  unknownProducerId: 59,
  invalidRecord: 87,
} as const;

/** The state of the cluster, not of what was sent: the leader moved, too few replicas are in step, a disk failed. */
const TRANSIENT = new Set([3, 5, 6, 7, 9, 13, 19, 20, 56, 72, 74, 75, 78, 100]);
/** The broker does not know this producer's numbers any more: a new producer id is needed. */
const PRODUCER_LOST = new Set([45, 47, 49, 59]);
/** What was sent is refused, now and later. */
const REJECTED = new Set([2, 10, 18, 87]);

export type Verdict = 'done' | 'transient' | 'producer-lost' | 'rejected' | 'refused';

/** What an error code of a produced partition means for the batch. */
export function judgeProduce(code: number): Verdict {
  if (code === 0 || code === KAFKA_ERROR.duplicateSequence) return 'done';
  if (TRANSIENT.has(code)) return 'transient';
  if (PRODUCER_LOST.has(code)) return 'producer-lost';
  return REJECTED.has(code) ? 'rejected' : 'refused';
}

export function rejectedBy(code: number): ExchangeError {
  return new ExchangeError('log-rejected', `Kafka refused the events (error ${code})`, { retryable: false });
}

export function unavailable(detail: string, cause?: unknown): ExchangeError {
  return new ExchangeError('log-unavailable', `Kafka cannot be used: ${detail}`, { retryable: true, cause });
}

/** An error of kafkajs as an `ExchangeError`. A topic that is not there is the only one that time does not mend. */
export function asLogError(error: unknown): ExchangeError {
  if (error instanceof ExchangeError) return error;
  if (isUnknownTopic(error))
    return new ExchangeError('log-rejected', 'there is no such topic', { retryable: false, cause: error });
  const name = error instanceof Error ? error.name : 'unknown error';
  const type = typeof error === 'object' && error !== null && 'type' in error ? ` ${String(error.type)}` : '';
  return unavailable(`${name}${type}`, error);
}

/** kafkajs wraps what it has retried: the reason is the innermost cause. */
export function isUnknownTopic(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('type' in error && error.type === 'UNKNOWN_TOPIC_OR_PARTITION') return true;
  return isUnknownTopic(error.cause);
}
