/** Injection tokens for what is made by `start.ts` and is not a class of this app. */
export const STORE = Symbol('store');
export const CATALOG = Symbol('catalog');
export const ACCEPT_PORTS = Symbol('accept-ports');
export const LIMITS = Symbol('limits');
