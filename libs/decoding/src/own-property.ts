import type { Json, JsonObject } from '@exchange/contracts';

/** Sets a member whose name the sender chose: `__proto__` becomes a member like any other and changes no prototype. */
export function setOwn(object: JsonObject, name: string, value: Json): void {
  if (name === '__proto__') {
    Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
  } else {
    object[name] = value;
  }
}
