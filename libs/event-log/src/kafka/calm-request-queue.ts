import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';

/**
 * After every answer kafkajs sets a timer to look for waiting requests, at `throttledUntil - now`: where no broker ever
 * throttled it that is -1 minus the milliseconds since 1970. Node warns of it (TimeoutNegativeWarning), runs it after a
 * millisecond, and so on for ever, on every connection. The timer is needed only while requests wait; new ones look by
 * themselves. To be called before kafkajs is used, in each process; once is enough.
 */
export function calmRequestQueue(): void {
  const schedule = RequestQueue.prototype.scheduleCheckPendingRequests;
  if (calmed.has(schedule)) return;
  const calm = function (this: RequestQueue): void {
    if (this.pending.length > 0) schedule.call(this);
  };
  calmed.add(calm);
  RequestQueue.prototype.scheduleCheckPendingRequests = calm;
}

const calmed = new WeakSet<() => void>();
