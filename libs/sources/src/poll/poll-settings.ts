/**
 * How a REST interface is asked, as data. Text values of a request may hold placeholders:
 * `{page}` `{offset}` `{size}` `{cursor}` of the paging, `{from}` `{until}` of the window, `{token}`, `{timestamp}`
 * `{nonce}` `{signature}` of the authentication, and `{connection.<name>}` for a named value of the connection.
 */
export interface PollSettings {
  readonly request: PollRequest;
  readonly authentication?: PollAuthentication;
  readonly paging?: PollPaging;
  readonly window?: PollWindow;
  /** For interfaces that answer HTTP 200 whatever happened. */
  readonly success?: PollSuccess;
  /** The provider's limit for a client: all streams of the system keep below it together. */
  readonly requestsPerMinuteMax?: number;
}

export interface PollRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, or as a form where `form` is true. */
  readonly body?: Readonly<Record<string, string | number | boolean>>;
  readonly form?: boolean;
}

export type PollAuthentication =
  | { readonly kind: 'basic' }
  /** A fixed header such as `X-App-Key: {connection.appKey}`: write it into the request's headers instead. */
  | {
      readonly kind: 'token';
      readonly request: PollRequest;
      /** JSON Pointer of the token in the answer. */
      readonly at: string;
      readonly validSeconds: number;
    }
  | {
      readonly kind: 'signature';
      readonly algorithm: 'md5' | 'sha256' | 'sm3' | 'hmac-sha256' | 'hmac-sm3';
      /**
       * What is signed: `sorted-query` = the query's `name=value` pairs by name, joined by &, or a text with placeholders. A
       * digest without a key takes `{connection.secret}` within the text; an HMAC has the connection's `secret` as key.
       */
      readonly over: string;
      readonly encoding: 'hex' | 'HEX' | 'base64';
      /** `{timestamp}`: seconds or milliseconds since 1970, or `yyyyMMddHHmmss` in Asia/Shanghai. */
      readonly timestamp?: 's' | 'ms' | 'text';
    };

export type PollPaging =
  | {
      readonly kind: 'page';
      readonly first: number;
      readonly size: number;
      /** JSON Pointer of the number of all records; without it a page that is not full is the last one. */
      readonly total?: string;
    }
  | { readonly kind: 'offset'; readonly size: number; readonly total?: string }
  | {
      readonly kind: 'cursor';
      readonly size: number;
      /** JSON Pointer of the next cursor; missing, null or empty = the last page. */
      readonly next: string;
    };

export interface PollWindow {
  /** How `{from}` and `{until}` are written. */
  readonly format: 'iso' | 'text' | 'date' | 's' | 'ms';
  /** First moment that is asked for, RFC 3339. */
  readonly start: string;
  /** A longer time is asked for piece by piece. */
  readonly sizeSeconds: number;
  /** What became visible late is asked for again. */
  readonly overlapSeconds: number;
}

export interface PollSuccess {
  /** JSON Pointer of the code in the answer. */
  readonly at: string;
  readonly values: ReadonlyArray<string | number | boolean>;
  /** Codes that mean "token expired": a new one is taken. */
  readonly expired?: ReadonlyArray<string | number>;
  /** Codes that mean "too many requests". */
  readonly limited?: ReadonlyArray<string | number>;
  /** Codes that mean "no such user, wrong password, wrong signature". */
  readonly refused?: ReadonlyArray<string | number>;
}
