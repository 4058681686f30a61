import { encodeReply } from '@exchange/decoding';
import type { JsonObject } from '@exchange/contracts';
import type { FastifyReply } from 'fastify';

/** Sends JSON in the charset that the system reads: some legacy clients know no UTF-8. */
export function sendReply(
  reply: FastifyReply,
  answer: { readonly status: number; readonly body: JsonObject },
  charset: 'utf-8' | 'gbk' | 'gb18030',
): void {
  const text = JSON.stringify(answer.body);
  void reply
    .status(answer.status)
    .header('content-type', `application/json; charset=${charset}`)
    .send(charset === 'utf-8' ? text : encodeReply(text, charset));
}
