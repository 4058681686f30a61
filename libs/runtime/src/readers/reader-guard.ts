import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { bearerOf, isInForce, matchesKeyHash, readAccessKey } from '@exchange/access';
import type { Detail } from '@exchange/contracts';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../http/problem.ts';
import { rememberReader, type Reader } from './current-reader.ts';
import type { TokenDirectory } from './token-directory.ts';

export interface ReaderGuardOptions {
  readonly tokens: TokenDirectory;
  /** Names the app in `WWW-Authenticate` (RFC 6750, 3). */
  readonly realm: string;
}

/**
 * Lets in who bears a reader's token that is in force. Only the Authorization header counts: a token in the address would
 * stand in the logs of every proxy on the way.
 */
export class ReaderGuard implements CanActivate {
  private readonly options: ReaderGuardOptions;

  constructor(options: ReaderGuardOptions) {
    this.options = options;
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if ('access_token' in (request.query as object)) throw tokenInAddress();
    rememberReader(request, await this.admit(bearerOf(request.headers.authorization)));
    return true;
  }

  private async admit(presented: string | null): Promise<Reader> {
    if (presented === null)
      throw this.refused({
        zh: '请在请求头 Authorization: Bearer 中给出读取令牌',
        en: 'give the reader token in the header Authorization: Bearer',
      });
    const key = readAccessKey(presented);
    const token = key?.holder === 'reader' ? await this.options.tokens.findToken(key.id) : null;
    // One answer for every reason: it must not tell a guesser which part was right.
    if (!key || !token || !matchesKeyHash(presented, token.hash) || !isInForce(token, new Date()))
      throw this.refused({
        zh: '读取令牌无效、已过期或已吊销',
        en: 'the reader token is not valid, has expired or was revoked',
      });
    return { tokenId: key.id, scope: token.scope };
  }

  private refused(detail: Detail): Problem {
    return new Problem({
      status: 401,
      code: 'token-refused',
      detail,
      headers: { 'WWW-Authenticate': `Bearer realm="${this.options.realm}"` },
    });
  }
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
