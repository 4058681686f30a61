import { Catch, NotFoundException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '../logger.ts';
import type { AllowedMethods } from './allowed-methods.ts';
import { internalProblem, knownProblem } from './known-problem.ts';
import { Problem } from './problem.ts';
import { PROBLEM_CONTENT_TYPE, pathOf, problemDocument } from './problem-document.ts';

/** A problem as the client of a request reads it. */
export interface WrittenProblem {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
}

/** Writes problems for clients that read no RFC 9457. Null: the request is none of theirs. */
export type ProblemForm = (problem: Problem, request: FastifyRequest) => WrittenProblem | null;

/** Answers every error of an app with a problem document; logs only what nobody foresaw and what is down behind the app. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log: Logger;
  private readonly allowed: AllowedMethods;
  private readonly ownForm: ProblemForm;

  /** @param ownForm of an app some of whose clients want something else */
  constructor(log: Logger, allowed: AllowedMethods, ownForm: ProblemForm = () => null) {
    this.log = log;
    this.allowed = allowed;
    this.ownForm = ownForm;
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const { raw } = reply;
    if (raw.headersSent || raw.destroyed || request.raw.socket.destroyed) {
      this.log.debug('http.answer_cut_off', this.place(request), error);
      raw.destroy();
      return;
    }
    const problem = this.problemOf(error, request);
    const { status, type, body } = this.ownForm(problem, request) ?? asDocument(problem, request);
    void reply
      .status(status)
      .headers(problem.headers)
      .type(type)
      .serializer((text: unknown) => text as string)
      .send(body);
  }

  private problemOf(error: unknown, request: FastifyRequest): Problem {
    if (request.is404 && error instanceof NotFoundException) return this.unroutable(request);
    const known = knownProblem(error);
    if (known === null) {
      this.log.error('http.request_failed', this.place(request), error);
      return internalProblem(error);
    }
    if (known.getStatus() >= 500)
      this.log.warn('http.unavailable', { ...this.place(request), code: known.code }, known.cause);
    return known;
  }

  private unroutable(request: FastifyRequest): Problem {
    const methods = this.allowed.of(pathOf(request.raw.url));
    if (methods.length === 0)
      return new Problem({
        status: 404,
        code: 'not-found',
        detail: { zh: '没有这个地址，请对照 /docs', en: 'there is no such address, see /docs' },
      });
    const allow = methods.join(', ');
    return new Problem({
      status: 405,
      code: 'method-not-allowed',
      detail: { zh: `此地址只接受 ${allow}`, en: `this address takes ${allow} only` },
      headers: { Allow: allow },
    });
  }

  // The route's pattern, not the address: an address may name a record.
  private place(request: FastifyRequest): { method: string; route: string; trace_id: string } {
    return { method: request.method, route: request.routeOptions.url ?? '', trace_id: request.id };
  }
}

function asDocument(problem: Problem, request: FastifyRequest): WrittenProblem {
  const document = problemDocument(problem, { instance: pathOf(request.raw.url), traceId: request.id });
  return { status: problem.getStatus(), type: PROBLEM_CONTENT_TYPE, body: JSON.stringify(document) };
}
