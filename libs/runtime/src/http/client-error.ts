import { STATUS_CODES, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { newSpanContext } from '../trace-context.ts';
import { Problem, titleOf } from './problem.ts';
import { PROBLEM_CONTENT_TYPE, problemDocument } from './problem-document.ts';

interface ParserError extends Error {
  readonly code?: string;
}

/**
 * Answers what never became a request: a head that is malformed, too large, or too slow in coming. There is no reply
 * object then, so the answer is written to the socket by hand, unless part of another answer already went out on it.
 */
export function answerClientError(
  error: ParserError,
  socket: Socket,
  isAnswering: (socket: Socket) => boolean,
): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (socket.writable && !isAnswering(socket)) {
    const problem = problemOf(error);
    const status = problem.getStatus();
    const document = problemDocument(problem, { instance: '', traceId: newSpanContext().traceId });
    const body = Buffer.from(JSON.stringify(document));
    const head = [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
      `Content-Type: ${PROBLEM_CONTENT_TYPE}`,
      `Content-Length: ${body.length}`,
      'Connection: close',
    ];
    socket.end(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]));
  }
  // An ended socket still waits for the other side, which may never close: a slow client must not hold it.
  socket.destroySoon();
}

/** Sockets on which the head of an answer is out but not yet its end. */
export function trackAnswers(server: Server): (socket: Socket) => boolean {
  const answering = new WeakMap<Socket, { readonly headersSent: boolean; readonly writableEnded: boolean }>();
  server.on('request', (request, response) => answering.set(request.socket, response));
  return (socket) => {
    const response = answering.get(socket);
    return response !== undefined && response.headersSent && !response.writableEnded;
  };
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
