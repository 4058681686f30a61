import { createParamDecorator, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { bearerOf, isInForce, matchesKeyHash, readAccessKey } from '@exchange/access';
import { Problem } from '@exchange/runtime';
import type { FastifyRequest } from 'fastify';
import type { Reader, TokenDirectory } from './token-directory.ts';

const readers = new WeakMap<FastifyRequest, Reader>();

/** The reader whom the guard let in. */
export const CurrentReader = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  readers.get(context.switchToHttp().getRequest<FastifyRequest>()),
);

/**
 * Lets in who presents a token that is in force. Only the Authorization header counts: a token in the address would stand
 * in the logs of every proxy on the way.
 */
export class ReaderGuard implements CanActivate {
  private readonly tokens: TokenDirectory;

  constructor(tokens: TokenDirectory) {
    this.tokens = tokens;
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if ('access_token' in (request.query as object)) throw tokenInAddress();
    readers.set(request, await this.admit(bearerOf(request.headers.authorization)));
    return true;
  }

  private async admit(presented: string | null): Promise<Reader> {
    if (presented === null)
      throw refused({
        zh: '请在请求头 Authorization: Bearer 中给出访问令牌',
        en: 'give the access token in the header Authorization: Bearer',
      });
    const key = readAccessKey(presented);
    const token = key?.holder === 'reader' ? await this.tokens.find(key.id) : null;
    // One answer for every reason: it must not tell a guesser which part was right.
    if (!key || !token || !matchesKeyHash(presented, token.hash) || !isInForce(token, new Date()))
      throw refused({ zh: '令牌无效、已过期或已吊销', en: 'the token is not valid, expired or revoked' });
    return { tokenId: key.id, scope: token.scope };
  }
}

function refused(detail: { zh: string; en: string }): Problem {
  return new Problem({
    status: 401,
    code: 'token-refused',
    detail,
    headers: { 'WWW-Authenticate': 'Bearer realm="command-centre"' },
  });
}

function tokenInAddress(): Problem {
  return new Problem({
    status: 400,
    code: 'token-in-address',
    detail: {
      zh: '令牌不得放在地址中（会留在日志里）；请改用 Authorization 请求头，并更换该令牌',
      en: 'a token must not stand in the address, where logs keep it; use the Authorization header and replace the token',
    },
  });
}
