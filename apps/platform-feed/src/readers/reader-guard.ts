import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { bearerOf, isInForce, matchesKeyHash, readAccessKey, type AccessScope } from '@exchange/access';
import type { Detail } from '@exchange/contracts';
import { Problem } from '@exchange/runtime';
import { TOKEN_DIRECTORY } from '../tokens.ts';

/** A reader's token as it is kept. */
export interface KeptToken {
  readonly hash: string;
  readonly scope: AccessScope;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
}

/** Where tokens are looked up, at every request: a revocation takes effect at once. */
export interface TokenDirectory {
  find(id: string): Promise<KeptToken | null>;
}

/** A request that the guard has let in. */
export type ReaderRequest = FastifyRequest & { scope?: AccessScope };

/** Lets in who bears a reader's token that is in force; what it may see goes with the request. */
@Injectable()
export class ReaderGuard implements CanActivate {
  constructor(@Inject(TOKEN_DIRECTORY) private readonly tokens: TokenDirectory) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<ReaderRequest>();
    const presented = bearerOf(request.headers.authorization);
    if (presented === null)
      throw refused({
        zh: '请在 Authorization: Bearer 中携带读取令牌',
        en: 'send the reader token as Authorization: Bearer',
      });
    // One answer for every reason: it must not tell a guesser which part was right.
    const read = readAccessKey(presented);
    const token = read?.holder === 'reader' ? await this.tokens.find(read.id) : null;
    if (!token || !matchesKeyHash(presented, token.hash) || !isInForce(token, new Date()))
      throw refused({
        zh: '读取令牌无效、已过期或已吊销',
        en: 'the reader token is not valid, has expired or was revoked',
      });
    request.scope = token.scope;
    return true;
  }
}

function refused(detail: Detail): Problem {
  return new Problem({
    status: 401,
    code: 'token-refused',
    detail,
    headers: { 'WWW-Authenticate': 'Bearer realm="platform"' },
  });
}
