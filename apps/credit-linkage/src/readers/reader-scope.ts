import assert from 'node:assert/strict';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { ReaderRequest } from './reader-guard.ts';

/** What the reader of this request may see, as a parameter of a guarded route. */
export const ReaderScope = createParamDecorator((_data: unknown, context: ExecutionContext) => {
  const { scope } = context.switchToHttp().getRequest<ReaderRequest>();
  assert(scope, 'the route is guarded');
  return scope;
});
