/** What an event log tells its process. Nothing of it ever holds the content of an event. */
export interface EventLogHooks {
  /** Failures that are being retried in the background: the group's membership, the tail, the sweep. */
  readonly onError?: (error: unknown) => void;
  /** What the driver's own client has to say. */
  readonly onLog?: (entry: {
    readonly level: 'error' | 'warn' | 'info' | 'debug';
    readonly message: string;
  }) => void;
}
