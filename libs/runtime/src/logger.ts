import { pino, type DestinationStream, type Logger as Pino } from 'pino';
import { errorFields } from './error-fields.ts';
import { currentTraceparent } from './trace-context.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/** `<thing>.<what happened>`, fixed text: `receipt.completed`. */
export type EventName = `${string}.${string}`;

/** Typed primitives only: what has no place for a record cannot leak one. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface Logger {
  debug(event: EventName, fields?: LogFields, error?: unknown): void;
  info(event: EventName, fields?: LogFields, error?: unknown): void;
  warn(event: EventName, fields?: LogFields, error?: unknown): void;
  error(event: EventName, fields?: LogFields, error?: unknown): void;
  fatal(event: EventName, fields?: LogFields, error?: unknown): void;
  /** A logger that adds these fields to each line. */
  with(fields: LogFields): Logger;
}

export interface LoggerOptions {
  readonly service: string;
  readonly level: LogLevel;
  /** Where the lines go; stdout when left out. */
  readonly destination?: DestinationStream;
}

const FIELD_CHARS_MAX = 1_000;

/**
 * JSON lines: `time`, `level`, `service`, `event`, then the fields, and `trace_id` inside a span. Writes are synchronous:
 * a healthy minute logs nothing above debug, and the last line before an exit must not be lost.
 */
export function createLogger({ service, level, destination }: LoggerOptions): Logger {
  const lines = pino(
    {
      level,
      base: { service },
      messageKey: 'event',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination ?? pino.destination({ dest: 1, sync: true }),
  );
  return loggerOver(lines);
}

function loggerOver(lines: Pino): Logger {
  const write = (level: LogLevel) => (event: EventName, fields?: LogFields, error?: unknown) => {
    if (!lines.isLevelEnabled(level)) return;
    const traceId = currentTraceparent()?.slice(3, 35);
    lines[level](
      {
        ...primitives(fields),
        ...(error === undefined ? {} : errorFields(error)),
        ...(traceId === undefined ? {} : { trace_id: traceId }),
      },
      event,
    );
  };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    fatal: write('fatal'),
    with: (fields) => loggerOver(lines.child(primitives(fields))),
  };
}

// The types already say so; this holds also where a value came in through a cast.
function primitives(fields: LogFields | undefined): Record<string, string | number | boolean | null> {
  const kept: Record<string, string | number | boolean | null> = {};
  for (const [name, value] of Object.entries(fields ?? {})) {
    if (value === undefined) continue;
    if (typeof value === 'string') kept[name] = value.slice(0, FIELD_CHARS_MAX);
    else kept[name] = typeof value === 'object' && value !== null ? '[left out]' : value;
  }
  return kept;
}
