import type { Json } from '@exchange/contracts';

/** A parsed `from` path: a JSON Pointer into the record (depth 0) or into the item of the nth `each` around (`@` 1, `@@` 2…). */
export interface SourcePath {
  readonly depth: number;
  /** The JSON Pointer after the `@`s. */
  readonly pointer: string;
  readonly tokens: readonly string[];
}

/** The item that an `each` stands at, and where in the record it was found. */
export interface Frame {
  readonly value: Json;
  /** Path of the list, as read in `pathFrame`. */
  readonly path: SourcePath;
  readonly pathFrame: Frame | null;
  /** Index in the source's own list; -1 where the item is no element of one (a split text, a single value). */
  readonly index: number;
  /** Counted from 1 over the items of this `each`. */
  readonly position: number;
  readonly outer: Frame | null;
}

/** The path of values that come from no field. */
export const NOWHERE: SourcePath = { depth: 0, pointer: '', tokens: [] };

export function parsePath(written: string): SourcePath {
  let depth = 0;
  while (written[depth] === '@') depth += 1;
  const pointer = written.slice(depth);
  const tokens = pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
  return { depth, pointer, tokens };
}

export type Read = (state: { readonly record: Json; readonly frame: Frame | null }) => Json | undefined;

/** Own members only: a field called `constructor` is found in the record or not at all. */
export function compileReader(path: SourcePath): Read {
  const members = path.tokens.map(compileMember);
  const [first, second] = members;
  if (path.depth === 0 && first && members.length === 1) return (state) => first(state.record);
  if (path.depth === 0 && first && second && members.length === 2)
    return (state) => second(first(state.record));
  return (state) => {
    let value = path.depth === 0 ? state.record : frameAt(state.frame, path.depth)?.value;
    for (const member of members) value = member(value);
    return value;
  };
}

function compileMember(token: string): (value: Json | undefined) => Json | undefined {
  const index = /^(0|[1-9]\d{0,8})$/.test(token) ? Number(token) : -1;
  const isInherited = token in Object.prototype;
  return (value) => {
    if (typeof value !== 'object' || value === null) return undefined;
    if (Array.isArray(value)) return index < 0 ? undefined : value[index];
    return isInherited && !Object.hasOwn(value, token) ? undefined : value[token];
  };
}

function frameAt(frame: Frame | null, depth: number): Frame | null {
  let found = frame;
  for (let up = 1; up < depth && found !== null; up += 1) found = found.outer;
  return found;
}

/** The JSON Pointer of a path as seen from a frame: `/parties/2/name`. */
export function pointerOf(path: SourcePath, frame: Frame | null): string {
  if (path.depth === 0) return path.pointer;
  const item = frameAt(frame, path.depth);
  if (item === null) return path.pointer;
  const list = pointerOf(item.path, item.pathFrame);
  return (item.index < 0 ? list : `${list}/${item.index}`) + path.pointer;
}
