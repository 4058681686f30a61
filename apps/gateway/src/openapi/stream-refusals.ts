import type { OpenApiOperation, OpenApiResponse } from '@exchange/runtime';

/** Either of them lets a system in. */
export const SECURITY: OpenApiOperation['security'] = [{ exchangeKey: [] }, { exchangeSignature: [] }];

export const PROBLEM = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };

/** What every call that names a stream may be answered with. */
export const STREAM_REFUSALS: Readonly<Record<'401' | '404', OpenApiResponse>> = {
  '401': { description: '密钥或签名缺失或无效 / Key or signature missing or not valid', content: PROBLEM },
  '404': { description: '没有该数据流 / No such stream', content: PROBLEM },
};
