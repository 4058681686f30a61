import type { Access, Expectation, HostileCase, Step } from './hostile-case.ts';

/** Where records are pushed, and as what. */
export interface Lane {
  readonly system: string;
  readonly stream: string;
  readonly contentType: string;
}

export type Body = Buffer | string | (() => Buffer | string);

/** `null` leaves a header out that would be there by itself, a list sends it several times. */
export type Headers = Readonly<Record<string, string | readonly string[] | null>>;

export interface RequestOptions {
  readonly method?: string;
  /** Whose key is sent; the lane's system's unless given. */
  readonly system?: string;
  /** Request target; the lane's own address unless given. */
  readonly target?: string;
  /** Appended to the target, with its question mark. */
  readonly query?: string;
  readonly version?: string;
  readonly headers?: Headers;
}

type Row = readonly [name: string, body: Body, expectation: Expectation, options?: RequestOptions];

/** One well-formed request per row; what is hostile is its content. */
export function pushCases(lane: Lane, rows: readonly Row[]): HostileCase[] {
  return rows.map(([name, body, expectation, options]) => ({
    name,
    steps: (access) => [{ write: requestBytes(access, lane, body, options) }],
    answers: [expectation],
    ...(options?.method === 'HEAD' ? { isHead: true } : {}),
  }));
}

/** Any steps that begin with the head of a push. */
export function scriptCase(
  name: string,
  steps: (access: Access) => readonly Step[],
  answers: readonly Expectation[],
  more: Partial<HostileCase> = {},
): HostileCase {
  return { name, steps, answers, ...more };
}

/** The request line and headers of a push, with the empty line after them. */
export function headBytes(access: Access, lane: Lane, options: RequestOptions = {}): Buffer {
  const {
    method = 'POST',
    system = lane.system,
    target = addressOf(lane),
    query = '',
    version = 'HTTP/1.1',
  } = options;
  const lines = [`${method} ${target}${query} ${version}`];
  const headers: Headers = {
    host: access.host,
    connection: 'close',
    authorization: `Bearer ${access.keyOf(system)}`,
    'content-type': lane.contentType,
    ...options.headers,
  };
  for (const [name, value] of Object.entries(headers)) {
    for (const one of value === null ? [] : [value].flat()) lines.push(`${name}: ${one}`);
  }
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
}

export function requestBytes(access: Access, lane: Lane, body: Body, options: RequestOptions = {}): Buffer {
  const bytes = bytesOf(body);
  const headers = { 'content-length': String(bytes.length), ...options.headers };
  return Buffer.concat([headBytes(access, lane, { ...options, headers }), bytes]);
}

export function addressOf({ system, stream }: Lane): string {
  return `/v1/systems/${system}/streams/${stream}/records`;
}

export function bytesOf(body: Body): Buffer {
  const made = typeof body === 'function' ? body() : body;
  return typeof made === 'string' ? Buffer.from(made) : made;
}

/** A body as one HTTP chunk after the other, with the last one. */
export function chunked(bytes: Buffer, chunkBytes: number): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    const chunk = bytes.subarray(at, at + chunkBytes);
    parts.push(Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n'));
  }
  parts.push(Buffer.from('0\r\n\r\n'));
  return Buffer.concat(parts);
}
