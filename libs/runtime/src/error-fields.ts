const CAUSES_MAX = 5;
const STACK_LINES_MAX = 12;
const MESSAGE_CHARS_MAX = 400;

/** Fields of a log line that describe an error; names follow OpenTelemetry's semantic conventions. */
export interface ErrorFields {
  readonly 'error.type': string;
  readonly 'error.code'?: string;
  readonly 'exception.message': string;
  readonly 'exception.stacktrace'?: string;
}

/**
 * Describes an error without what it may hold of a record: no parameters, no details of constraint violations, and no
 * message where the message quotes the value that was wrong (SQL data errors, JSON syntax errors).
 */
export function errorFields(error: unknown): ErrorFields {
  if (!(error instanceof Error)) return { 'error.type': typeof error, 'exception.message': 'not an Error' };
  const code = codeOf(error);
  const stack = stackFrames(error);
  return {
    'error.type': error.name,
    ...(code === undefined ? {} : { 'error.code': code }),
    'exception.message': describeChain(error),
    ...(stack === '' ? {} : { 'exception.stacktrace': stack }),
  };
}

function describeChain(error: Error): string {
  const parts: string[] = [];
  let current: unknown = error;
  while (current instanceof Error && parts.length < CAUSES_MAX) {
    parts.push(safeMessage(current));
    current = current.cause;
  }
  return parts.join(' ← ');
}

function safeMessage(error: Error): string {
  const code = codeOf(error);
  if (error instanceof SyntaxError) return 'syntax error (text left out)';
  // SQLSTATE classes 22 (data) and 23 (constraints) quote values of the row.
  if (code !== undefined && /^2[23][0-9A-Z]{3}$/.test(code)) return `SQLSTATE ${code} (text left out)`;
  return error.message.slice(0, MESSAGE_CHARS_MAX);
}

function codeOf(error: Error): string | undefined {
  const { code, driverError } = error as { code?: unknown; driverError?: unknown };
  if (typeof code === 'string') return code;
  return driverError instanceof Error ? codeOf(driverError) : undefined;
}

// The head of a stack repeats the message, so only the frames are kept.
function stackFrames(error: Error): string {
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return frames
    .slice(0, STACK_LINES_MAX)
    .map((line) => line.trim())
    .join('\n');
}
