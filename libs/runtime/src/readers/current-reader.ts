import assert from 'node:assert/strict';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { AccessScope } from '@exchange/access';
import type { FastifyRequest } from 'fastify';

/** Who reads, and what they may see. */
export interface Reader {
  readonly tokenId: string;
  readonly scope: AccessScope;
}

const readers = new WeakMap<FastifyRequest, Reader>();

/** The reader whom the guard let in, as a parameter of a guarded route. */
export const CurrentReader = createParamDecorator((_data: unknown, context: ExecutionContext): Reader => {
  const reader = readers.get(context.switchToHttp().getRequest<FastifyRequest>());
  assert(reader, 'the route is guarded');
  return reader;
});

export function rememberReader(request: FastifyRequest, reader: Reader): void {
  readers.set(request, reader);
}
