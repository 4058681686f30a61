import assert from 'node:assert';
import type { FastifyRequest } from 'fastify';
import type { Reservation } from './in-flight-bytes.ts';

/** Who calls: a legacy system, by one of its keys. */
export interface Caller {
  readonly system: string;
  readonly keyId: string;
  /** By a trial key: what is sent with it reaches no consumer. */
  readonly trial: boolean;
}

/** A request that has passed admission. */
export type AdmittedRequest = FastifyRequest & {
  caller?: Caller;
  reservation?: Reservation;
  /** What the system already held: it waits where live records need the room. */
  isHistorical?: boolean;
  /** The body is being worked on: its room is no longer given back when the connection closes. */
  isWorkedOn?: boolean;
};

export function callerOf(request: AdmittedRequest): Caller {
  assert(request.caller, 'admission lets no request of /v1 through without a caller');
  return request.caller;
}
