/** So many broken records are too many. What is named must hold together; at least one of `count` and `ratio` is. */
export interface PolicyLimit {
  /** Quarantined records. */
  readonly count?: number;
  /** Quarantined records among all, above 0 and at most 1. */
  readonly ratio?: number;
  /** Below so many records a ratio says nothing; 50 unless given. */
  readonly recordsMin?: number;
  readonly windowMinutes: number;
}

/** What happens to a stream that sends too many broken records. Its good ones stay accepted whatever happens. */
export interface FailurePolicy {
  /**
   * quarantine: the stream goes on, an alarm is raised. block: it takes nothing until the window is below the limit again,
   * then by itself. stop: it takes nothing until somebody resumes it.
   */
  readonly onLimit: 'quarantine' | 'block' | 'stop';
  /** Reaching one of them is enough. */
  readonly limits: readonly PolicyLimit[];
}

/** Of a ratio that does not say so itself. */
export const RATIO_RECORDS_MIN = 50;

/**
 * Of streams whose manifest has none. A busy stream is noticed within minutes; one that sends a few records an hour, by most
 * of them being broken. Nothing is kept from flowing: that is for the department to decide.
 */
export const DEFAULT_FAILURE_POLICY: FailurePolicy = {
  onLimit: 'quarantine',
  limits: [
    { ratio: 0.2, recordsMin: RATIO_RECORDS_MIN, windowMinutes: 15 },
    { ratio: 0.5, recordsMin: 10, windowMinutes: 60 },
  ],
};
