import { parseArgs } from 'node:util';
import { acceptDrift, listDrift, type SourceDrift } from '@exchange/store';
import type { StoreCommandParts } from './command-parts.ts';

const KINDS = {
  'new-field': '新增字段 / new field',
  'missing-field': '不再出现的字段 / field that no longer comes',
  'changed-type': '类型变化 / changed type',
  'new-code': '新代码 / new code',
} as const;

const STATES = {
  open: '',
  accepted: '已认可 / accepted',
  changed: '已完成变化 / changed for good',
  gone: '不再出现 / no longer comes',
} as const;

/**
 * `drift`: where what the systems send differs from what their schemas say, with `--all` also what has settled.
 * `drift <system> <stream> --accept <path>`: takes a field as it is now. Resolves with the exit code.
 */
export async function drift(parts: StoreCommandParts, args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { all: { type: 'boolean', default: false }, accept: { type: 'string' } },
  });
  const [system, stream] = positionals;
  if (values.accept === undefined) return print(parts, { system, stream, all: values.all });
  if (system === undefined || stream === undefined) {
    parts.print('用法 / usage: drift <system> <stream> --accept <path>');
    return 1;
  }
  const path = values.accept;
  const isAccepted = await acceptDrift(parts.store, { system, stream, path }, parts.actor);
  parts.print(
    isAccepted
      ? `${system}/${stream} ${path} 已认可，今后再有变化另行报告 / accepted, what changes from now on is reported anew`
      : `${system}/${stream} 没有 ${path} 的观察记录 / nothing was seen of it`,
  );
  return isAccepted ? 0 : 1;
}

interface Wish {
  readonly system: string | undefined;
  readonly stream: string | undefined;
  readonly all: boolean;
}

async function print(
  { store, print: line }: StoreCommandParts,
  { system, stream, all }: Wish,
): Promise<number> {
  const isWanted = (one: SourceDrift): boolean =>
    (all || one.state === 'open') &&
    (system === undefined || one.system === system) &&
    (stream === undefined || one.stream === stream);
  for (const one of (await listDrift(store.pool)).filter(isWanted)) line(lineOf(one));
  return 0;
}

function lineOf({ system, stream, kind, path, value, records, firstSeen, state }: SourceDrift): string {
  const what = value === null ? path : `${path} = ${value}`;
  const since = `${records} 条 / records, ${firstSeen.toISOString()}`;
  return [`${system}/${stream}`, KINDS[kind], what, since, STATES[state]].filter(Boolean).join('  ');
}
