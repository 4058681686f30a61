import { parseArgs } from 'node:util';
import type { AccessScope } from '@exchange/access';
import { AccessRegistry } from '@exchange/store';
import { wholeNumber, type SourceCommandParts, type StoreCommandParts } from './command-parts.ts';
import { issueReader, issueSystemKey } from './issue-access.ts';
import { EXIT_USAGE, USAGE } from './usage.ts';

const DAY_MS = 86_400_000;
const KINDS = ['api-key', 'hmac-sha256', 'hmac-sm3'] as const;

/** Issues a key of a system, shown once. */
export async function issueKey(
  { store, sealer, catalog, actor, print }: SourceCommandParts,
  args: readonly string[],
): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      kind: { type: 'string', default: 'api-key' },
      trial: { type: 'boolean', default: false },
      days: { type: 'string' },
    },
  });
  const system = positionals[0];
  const kind = KINDS.find((known) => known === values.kind);
  if (!system || !kind) {
    print(USAGE);
    return EXIT_USAGE;
  }
  if (!catalog.systems.has(system)) {
    print(`没有系统 ${system}；现有 / no such system; there are: ${[...catalog.systems.keys()].join(', ')}`);
    return 1;
  }
  const wish = { system, kind, trial: values.trial, expiresAt: expiry(values.days) };
  const issued = await issueSystemKey(store, sealer, wish, actor);
  print(`id      ${issued.id}\nsecret  ${issued.secret}`);
  return 0;
}

/** Issues a token of a reader, shown once. */
export async function issueToken(
  { store, actor, print }: StoreCommandParts,
  args: readonly string[],
): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      topics: { type: 'string' },
      jurisdictions: { type: 'string' },
      departments: { type: 'string' },
      unmasked: { type: 'boolean', default: false },
      days: { type: 'string' },
    },
  });
  const name = positionals[0];
  if (!name) {
    print(USAGE);
    return EXIT_USAGE;
  }
  const scope: AccessScope = {
    topics: values.topics?.split(',') ?? 'all',
    jurisdictions: values.jurisdictions?.split(',') ?? 'district',
    departments: values.departments?.split(',') ?? 'all',
    unmasked: values.unmasked,
  };
  const issued = await issueReader(store, { name, scope, expiresAt: expiry(values.days) }, actor);
  print(`id      ${issued.id}\ntoken   ${issued.secret}`);
  return 0;
}

/** Revokes a key or a token at once. */
export async function revoke(
  { store, actor, print }: StoreCommandParts,
  [id = '']: readonly string[],
): Promise<number> {
  const isRevoked = await new AccessRegistry(store).revoke(id, actor);
  print(isRevoked ? '已吊销 / revoked' : '没有这个有效的密钥或令牌 / no such valid key or token');
  return isRevoked ? 0 : 1;
}

function expiry(days: string | undefined): Date | null {
  if (days === undefined) return null;
  const count = wholeNumber(days, 5);
  if (count === null) throw Object.assign(new TypeError('--days: 1 … 99999'), { code: 'ERR_DAYS' });
  return new Date(Date.now() + count * DAY_MS);
}
