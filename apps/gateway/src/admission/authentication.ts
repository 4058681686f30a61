import {
  bearerOf,
  isInForce,
  matchesKeyHash,
  readAccessKey,
  readSignature,
  verifySignature,
  type ClaimedSignature,
} from '@exchange/access';
import type { AccessKey, AccessRegistry, SecretSealer } from '@exchange/store';
import { Problem } from '@exchange/runtime';
import type { Caller } from './admitted-request.ts';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Who calls, as far as the headers tell. A signature can be verified only when the body is there. */
export interface Claim {
  readonly caller: Caller;
  readonly signed: { readonly claimed: ClaimedSignature; readonly key: AccessKey } | null;
}

/** Finds out which system calls: by its API key, or by a signature over the whole request. */
export class Authentication {
  readonly #registry: AccessRegistry;
  readonly #sealer: SecretSealer;

  constructor(registry: AccessRegistry, sealer: SecretSealer) {
    this.#registry = registry;
    this.#sealer = sealer;
  }

  /** Before the body is read. Throws a problem with 401. */
  async claimOf(headers: Headers): Promise<Claim> {
    const presented = bearerOf(headers['authorization'] as string | undefined);
    if (presented !== null) return { caller: await this.#callerOfKey(presented), signed: null };
    const claimed = readSignature(headers, Math.floor(Date.now() / 1000));
    if (claimed === null) throw unauthenticated('credentials-missing', MISSING);
    if (claimed === 'clock-skew') throw unauthenticated('clock-skew', CLOCK_SKEW);
    if (typeof claimed === 'string') throw unauthenticated('malformed-signature', MALFORMED);
    const key = await this.#registry.findKey(claimed.keyId);
    if (!key || key.kind !== claimed.algorithm || !isInForce(key, new Date())) {
      throw unauthenticated('invalid-credentials', INVALID);
    }
    return { caller: callerBy(key), signed: { claimed, key } };
  }

  /** With the body: whether the signature is right, and its nonce new in every process. Throws a problem with 401. */
  async verify(claim: Claim, request: { method: string; path: string; body: Buffer }): Promise<void> {
    if (!claim.signed) return;
    const { claimed, key } = claim.signed;
    if (!key.sealedSecret || !verifySignature(claimed, request, this.#sealer.open(key.sealedSecret))) {
      throw unauthenticated('bad-signature', BAD_SIGNATURE);
    }
    if (!(await this.#registry.useNonce(key.id, claimed.nonce)))
      throw unauthenticated('nonce-used', NONCE_USED);
  }

  async #callerOfKey(presented: string): Promise<Caller> {
    const read = readAccessKey(presented);
    const key = read?.holder === 'system' ? await this.#registry.findKey(read.id) : null;
    if (!key?.hash || !matchesKeyHash(presented, key.hash) || !isInForce(key, new Date())) {
      throw unauthenticated('invalid-credentials', INVALID);
    }
    return callerBy(key);
  }
}

function callerBy({ system, id, trial }: AccessKey): Caller {
  return { system, keyId: id, trial };
}

interface Sentence {
  readonly zh: string;
  readonly en: string;
}

const MISSING: Sentence = {
  zh: '请在 Authorization: Bearer 中给出本系统的密钥，或发送签名请求',
  en: 'give the key of your system as Authorization: Bearer, or sign the request',
};
const INVALID: Sentence = {
  zh: '密钥不存在、已过期或已吊销，请向数据管理员核实',
  en: 'the key does not exist, has expired or was revoked; ask the data office',
};
const MALFORMED: Sentence = {
  zh: '签名请求头不完整或格式有误：X-Exchange-Key、-Algorithm、-Timestamp、-Nonce（16–64 个字符）、-Signature（64 位小写十六进制）',
  en: 'a header of the signature is missing or malformed: X-Exchange-Key, -Algorithm, -Timestamp, -Nonce (16–64 characters), -Signature (64 lower-case hex digits)',
};
const CLOCK_SKEW: Sentence = {
  zh: '时间戳与网关时间相差超过 5 分钟，请校准时钟',
  en: 'the timestamp is more than five minutes off; set your clock',
};
const BAD_SIGNATURE: Sentence = {
  zh: '签名不符：请核对待签名串、密钥和摘要算法',
  en: 'the signature does not match; check the signed text, the secret and the digest',
};
const NONCE_USED: Sentence = {
  zh: '随机数已用过；每次请求（含重试）须换新随机数并重新签名',
  en: 'the nonce was used before; every request, also a repeated one, needs a new nonce and a new signature',
};

function unauthenticated(code: string, detail: Sentence): Problem {
  return new Problem({
    status: 401,
    code,
    detail,
    headers: { 'WWW-Authenticate': 'Bearer realm="exchange"' },
  });
}
