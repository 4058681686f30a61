import { HttpException } from '@nestjs/common';
import type { Detail, Json } from '@exchange/contracts';

export interface ProblemOptions {
  readonly status: number;
  /** Stable name in kebab-case that a program can act on: `idempotency-key-reused`. */
  readonly code: string;
  /** What kind of problem it is, the same for every occurrence. The status's name when left out. */
  readonly title?: Detail;
  /** What is wrong this time and what the caller can do about it. */
  readonly detail: Detail;
  readonly headers?: Readonly<Record<string, string>>;
  /** More members of the document, e.g. `{ problems: [...] }`. */
  readonly members?: Readonly<Record<string, Json>>;
  readonly cause?: unknown;
}

/** Thrown by controllers and services of an app: becomes an RFC 9457 problem document. */
export class Problem extends HttpException {
  readonly code: string;
  readonly title: Detail;
  readonly detail: Detail;
  readonly headers: Readonly<Record<string, string>>;
  readonly members: Readonly<Record<string, Json>>;

  constructor({ status, code, title, detail, headers = {}, members = {}, cause }: ProblemOptions) {
    super(detail.en, status, cause === undefined ? undefined : { cause });
    this.code = code;
    this.title = title ?? titleOf(status);
    this.detail = detail;
    this.headers = headers;
    this.members = members;
  }
}

const TITLES: Readonly<Record<number, Detail>> = {
  400: { zh: '请求有误', en: 'Bad request' },
  401: { zh: '未认证', en: 'Not authenticated' },
  403: { zh: '无权限', en: 'Not allowed' },
  404: { zh: '不存在', en: 'Not found' },
  405: { zh: '方法不允许', en: 'Method not allowed' },
  406: { zh: '无法按所求格式答复', en: 'Not acceptable' },
  408: { zh: '接收请求超时', en: 'Request timeout' },
  409: { zh: '冲突', en: 'Conflict' },
  410: { zh: '已不存在', en: 'Gone' },
  412: { zh: '前提条件不符', en: 'Precondition failed' },
  413: { zh: '请求体过大', en: 'Body too large' },
  414: { zh: '地址过长', en: 'Address too long' },
  415: { zh: '不支持的内容类型', en: 'Unsupported media type' },
  422: { zh: '内容无法处理', en: 'Unprocessable content' },
  428: { zh: '缺少前提条件', en: 'Precondition required' },
  429: { zh: '请求过多', en: 'Too many requests' },
  431: { zh: '请求头过大', en: 'Header fields too large' },
  500: { zh: '内部错误', en: 'Internal error' },
  501: { zh: '未提供此功能', en: 'Not implemented' },
  503: { zh: '暂时无法服务', en: 'Temporarily unavailable' },
};

/** The name of a status in both languages. */
export function titleOf(status: number): Detail {
  return TITLES[status] ?? { zh: `HTTP ${status}`, en: `HTTP ${status}` };
}
