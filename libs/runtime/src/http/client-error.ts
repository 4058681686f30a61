import { STATUS_CODES, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import { newSpanContext } from '../trace-context.ts';
import { closeGently } from './close-gently.ts';
import { abandon, type OpenRequests } from './open-requests.ts';
import { Problem, titleOf } from './problem.ts';
import { PROBLEM_CONTENT_TYPE, problemDocument } from './problem-document.ts';

interface ParserError extends Error {
  readonly code?: string;
}

/** How long the rest of a request that cannot be read is taken in and thrown away. */
const REST_MS_MAX = 2_000;

/** What comes on a connection after its first error is reported as an error again. */
const ending = new WeakSet<Socket>();

/**
 * Answers what never became a request: a head that is malformed, too large, or too slow in coming, or a body that breaks
 * off. There is no reply object for it, so the answer is written to the socket by hand, after those of the requests that
 * came before it on the same connection.
 */
export function answerClientError(error: ParserError, socket: Socket, requests: OpenRequests): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || ending.has(socket)) return;
  ending.add(socket);
  const earlier = requests.of(socket).findLast(({ request }) => request.complete);
  if (earlier) earlier.response.once('close', () => endWith(error, socket, requests));
  else endWith(error, socket, requests);
}

function endWith(error: ParserError, socket: Socket, requests: OpenRequests): void {
  if (socket.destroyed) return;
  const open = requests.of(socket);
  if (open.some(({ response }) => response.headersSent)) {
    // Nothing can be put into the middle of an answer.
    socket.destroySoon();
    return;
  }
  const isOwedAnswer = !requests.isAnswered(socket) && error.code !== 'HPE_CLOSED_CONNECTION';
  if (isOwedAnswer && socket.writable) socket.write(problemBytes(problemOf(error)));
  closeGently(socket, REST_MS_MAX);
  open.forEach(abandon);
}

/** Answers the two kinds of request that Node by itself answers with nothing or with a bare status. */
export function answerUnusualRequests(server: Server): void {
  server.on('connect', (_request, socket: Duplex) => {
    const detail = { zh: '本服务不是代理', en: 'this service is no proxy' };
    socket.on('error', () => undefined);
    socket.end(problemBytes(new Problem({ status: 400, code: 'no-proxy', detail })));
  });
  // An expectation other than 100-continue may be passed over (RFC 9110, 10.1.1).
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
}

function problemBytes(problem: Problem): Buffer {
  const status = problem.getStatus();
  const document = problemDocument(problem, { instance: '', traceId: newSpanContext().traceId });
  const body = Buffer.from(JSON.stringify(document));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    `Content-Type: ${PROBLEM_CONTENT_TYPE}`,
    `Content-Length: ${body.length}`,
    'Connection: close',
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]);
}

function problemOf({ code }: ParserError): Problem {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new Problem({
        status: 408,
        code: 'request-timeout',
        detail: {
          zh: '请求未能在时限内发送完毕',
          en: 'the request was not sent completely within the time limit',
        },
      });
    case 'HPE_HEADER_OVERFLOW':
      return new Problem({ status: 431, code: 'header-too-large', detail: titleOf(431) });
    default:
      return new Problem({
        status: 400,
        code: 'malformed-request',
        detail: { zh: '不是有效的 HTTP/1.1 请求', en: 'this is not a valid HTTP/1.1 request' },
      });
  }
}
