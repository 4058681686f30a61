/** Injection tokens for what is made by `start.ts` and is not a class of this app. */
export const POOL = Symbol('pool');
export const OBSERVED_GROUP = Symbol('observed-group');
export const QUERY_SETTINGS = Symbol('query-settings');
