/** Injection tokens for what is made by `start.ts` and is not a class of this app. */
export const POOL = Symbol('pool');
export const EVENT_LOG = Symbol('event-log');
export const QUERY_SETTINGS = Symbol('query-settings');
