import type { ConnectionStep } from './port.ts';

/**
 * The source cannot be read. `failed` names the step; `isLasting`: waiting alone does not mend it (credentials, permission, a
 * missing table), so it is tried again rarely and somebody is told at once. The message quotes no record and no secret.
 */
export class SourceError extends Error {
  override readonly name = 'SourceError';
  readonly failed: ConnectionStep;
  readonly isLasting: boolean;
  readonly zh: string;
  /** The source asks to be left alone for so long (Retry-After), in ms. */
  readonly retryAfterMs: number | undefined;

  constructor(
    failed: ConnectionStep,
    words: { readonly zh: string; readonly en: string },
    options: { readonly isLasting?: boolean; readonly retryAfterMs?: number; readonly cause?: unknown } = {},
  ) {
    super(words.en, options.cause === undefined ? undefined : { cause: options.cause });
    this.failed = failed;
    this.zh = words.zh;
    this.isLasting = options.isLasting ?? LASTING.has(failed);
    this.retryAfterMs = options.retryAfterMs;
  }
}

const LASTING: ReadonlySet<ConnectionStep> = new Set([
  'settings',
  'credentials',
  'permission',
  'missing-object',
  'cursor-refused',
]);
