export {
  ConfigError,
  EXIT_BAD_CONFIG,
  configReport,
  envName,
  exitOnBadConfig,
  readConfig,
  type ConfigProblem,
} from './config.ts';
export { compileValidator, type Validated, type ValidatorOptions, type ValueProblem } from './validator.ts';
export {
  createLogger,
  type EventName,
  type LogFields,
  type LogLevel,
  type Logger,
  type LoggerOptions,
} from './logger.ts';
export { errorFields, type ErrorFields } from './error-fields.ts';
export { createMetrics, DURATION_BUCKETS_SECONDS, type Metrics, type MetricsOptions } from './metrics.ts';
export { Health, type HealthCheck, type Readiness } from './health.ts';
export { startTracing, withSpan, type SpanOptions, type Tracing, type TracingOptions } from './tracing.ts';
export { currentTraceparent, formatTraceparent, parseTraceparent } from './trace-context.ts';
export { Periodic } from './periodic.ts';
export { SHUTDOWN_PHASES, Shutdown, type ShutdownOptions, type ShutdownPhase } from './shutdown.ts';
export { appConfigProperties, type AppConfig } from './app-config.ts';
export { startApp, type Chassis, type RunningServer, type StartAppOptions } from './start-app.ts';
export { runProcess, type RunningApp } from './run-process.ts';
export { createHttpApp, type HttpApp, type HttpAppOptions } from './http/http-app.ts';
export { Problem, titleOf, type ProblemOptions } from './http/problem.ts';
export type { ProblemForm, WrittenProblem } from './http/problem-filter.ts';
export { PROBLEM_CONTENT_TYPE } from './http/problem-document.ts';
export { schemaPipe } from './http/schema-pipe.ts';
export { invalidRequest, type ParameterProblem } from './http/invalid-request.ts';
export {
  decodeCursor,
  encodeCursor,
  isCursorInstant,
  isCursorNumber,
  isCursorUuid,
  type CursorPart,
} from './http/cursor.ts';
export { CurrentReader, type Reader } from './readers/current-reader.ts';
export { ReaderGuard, type ReaderGuardOptions } from './readers/reader-guard.ts';
export type { KeptToken, TokenDirectory } from './readers/token-directory.ts';
export { serveOpenApi, type OpenApiOptions } from './openapi/serve-openapi.ts';
export type { OpenApiDocument, OpenApiMedia, OpenApiOperation, OpenApiResponse } from './openapi/document.ts';
