import { HttpException } from '@nestjs/common';
import { ExchangeError, type Detail } from '@exchange/contracts';
import { Problem, titleOf } from './problem.ts';

/** Seconds that a caller is asked to wait while something behind the app is down. */
const RETRY_AFTER_SECONDS = 5;

/** What the HTTP server itself refuses, by Fastify's or Node's error code. */
const BY_ERROR_CODE: Readonly<Record<string, { status: number; code: string; detail: Detail }>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: {
    status: 413,
    code: 'body-too-large',
    detail: { zh: '请求体超过上限，请分批发送', en: 'the body exceeds the limit; send smaller batches' },
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    status: 415,
    code: 'unsupported-media-type',
    detail: {
      zh: '此地址不接受该 Content-Type',
      en: 'this address does not take that Content-Type',
    },
  },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    status: 400,
    code: 'content-length-mismatch',
    detail: {
      zh: '请求体长度与 Content-Length 不符',
      en: 'the body is not as long as Content-Length says',
    },
  },
  FST_ERR_CTP_EMPTY_JSON_BODY: {
    status: 400,
    code: 'empty-body',
    detail: { zh: '请求体为空', en: 'the body is empty' },
  },
  FST_ERR_CTP_INVALID_JSON_BODY: {
    status: 400,
    code: 'malformed-json',
    detail: { zh: '请求体不是有效的 JSON', en: 'the body is not valid JSON' },
  },
  FST_ERR_BAD_URL: {
    status: 400,
    code: 'malformed-address',
    detail: { zh: '地址编码有误', en: 'the address is not encoded correctly' },
  },
  FST_ERR_MAX_PARAM_LENGTH: {
    status: 414,
    code: 'address-too-long',
    detail: { zh: '地址中的一段过长', en: 'a part of the address is too long' },
  },
};

/**
 * The problem that an error stands for, or null when nobody foresaw it: then the caller learns no more than that. A
 * retryable `ExchangeError` becomes 503 with Retry-After, because trying again is the right thing to do.
 */
export function knownProblem(error: unknown): Problem | null {
  if (error instanceof Problem) return error;
  if (error instanceof ExchangeError) return error.retryable ? unavailable(error) : null;
  if (error instanceof HttpException)
    return byErrorCode(error.cause) ?? (error.getStatus() < 500 ? ofException(error) : null);
  return byErrorCode(error) ?? refusedByFramework(error);
}

/** What a caller sees of an error that nobody foresaw. */
export function internalProblem(cause: unknown): Problem {
  return new Problem({
    status: 500,
    code: 'internal-error',
    detail: {
      zh: '服务内部出错，已记录；请凭 traceId 查询',
      en: 'something went wrong inside; it has been logged, ask with the traceId',
    },
    cause,
  });
}

function unavailable(error: ExchangeError): Problem {
  return new Problem({
    status: 503,
    code: error.code,
    detail: {
      zh: '后端暂时不可用，本次请求是否已保存尚不确定；请稍后原样重试（写入请沿用同一 Idempotency-Key）',
      en: 'something behind this service is unavailable, and whether this request was stored is not known; repeat it later as it is (writes under the same Idempotency-Key)',
    },
    headers: { 'Retry-After': String(RETRY_AFTER_SECONDS) },
    cause: error,
  });
}

function byErrorCode(error: unknown): Problem | null {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  const known = typeof code === 'string' ? BY_ERROR_CODE[code] : undefined;
  return known ? new Problem({ ...known, cause: error }) : null;
}

// Fastify marks what a client did wrong with a status below 500, e.g. a broken JSON body with a SyntaxError and 400.
function refusedByFramework(error: unknown): Problem | null {
  const status = (error as { statusCode?: unknown } | null | undefined)?.statusCode;
  if (typeof status !== 'number' || status < 400 || status >= 500) return null;
  const malformed = BY_ERROR_CODE['FST_ERR_CTP_INVALID_JSON_BODY'];
  if (error instanceof SyntaxError && malformed) return new Problem({ ...malformed, cause: error });
  return new Problem({ status, code: codeOfStatus(status), detail: titleOf(status), cause: error });
}

function ofException(error: HttpException): Problem {
  const status = error.getStatus();
  return new Problem({
    status,
    code: codeOfStatus(status),
    detail: { zh: titleOf(status).zh, en: error.message },
  });
}

/** 404 → `not-found`. */
function codeOfStatus(status: number): string {
  return titleOf(status).en.toLowerCase().replaceAll(' ', '-');
}
