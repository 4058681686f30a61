import type { Detail } from '@exchange/contracts';

/** What keeps a stream from taking records. */
export type ClosedBecause =
  /** The stream is not registered. */
  | 'unregistered'
  /** Switched off by an administrator. */
  | 'disabled'
  /** The system has applied and is not let in yet. */
  | 'applied'
  /** The system is in its joint test: only what is sent on trial is taken. */
  | 'joint-test'
  /** The system was signed off. */
  | 'retired'
  /** Somebody works on the system or the exchange until a moment that is known. */
  | 'maintenance'
  /** By the failure policy, for a while. */
  | 'blocked'
  /** By the failure policy, until somebody resumes the stream. */
  | 'stopped';

/** Why a stream takes nothing now. */
export interface Closure {
  readonly because: ClosedBecause;
  /** RFC 3339 UTC with milliseconds; null: until somebody opens it. */
  readonly untilTime: string | null;
  /** What the administrator or the failure policy said of it. */
  readonly reason: Detail | null;
}

/**
 * What is sent on trial reaches no consumer, so the joint test takes it, and so does a stream that the failure policy closed:
 * that is how a vendor shows that the fault is mended.
 */
export const CLOSED_TO_LIVE_ALONE: readonly ClosedBecause[] = ['joint-test', 'blocked', 'stopped'];
