import type { Catalog } from '@exchange/catalog';
import { updateCycleSeconds } from '@exchange/pipeline';
import {
  circuitOf,
  listReaders,
  listStreamHealth,
  type ReaderView,
  type StreamHealth,
} from '@exchange/store';
import { STAGE_WORDS } from './gate-commands.ts';
import type { SourceCommandParts } from './command-parts.ts';

const CIRCUIT_WORDS = {
  closed: '',
  'half-open': '正在重试 / being tried again',
  open: '暂不读取 / left alone',
} as const;

/** How every stream fares, or those of one system: how its records come, its stage, what came last and what is wrong. */
export async function printSources(
  { store, catalog, print }: SourceCommandParts,
  [system]: readonly string[],
): Promise<number> {
  const readers = await listReaders(store.pool);
  const now = new Date();
  for (const health of await listStreamHealth(store.pool)) {
    if (system !== undefined && health.system !== system) continue;
    print(headOf(health, catalog));
    print(`  ${recordsOf(health, catalog, now)}`);
    for (const reader of readers)
      if (reader.system === health.system && reader.stream === health.stream)
        print(`  ${readingOf(reader, now)}`);
  }
  return 0;
}

function headOf({ system, stream, stage, because, policy }: StreamHealth, catalog: Catalog): string {
  const wire = catalog.systems.get(system)?.streams.get(stream)?.source.kind ?? '—';
  const until = because === 'blocked' && policy?.until ? ` ${policy.until.toISOString()}` : '';
  const closed = because === null ? '' : `不接收 / takes nothing: ${because}${until}`;
  return [`${system}/${stream}`, wire, STAGE_WORDS[stage], closed].filter(Boolean).join('  ');
}

function recordsOf({ system, stream, recordAt, hour }: StreamHealth, catalog: Catalog, now: Date): string {
  const manifest = catalog.systems.get(system)?.streams.get(stream)?.manifest;
  const cycle = manifest && updateCycleSeconds(manifest);
  const came = recordAt
    ? `最近记录 / last record ${recordAt.toISOString()} (${span((now.getTime() - recordAt.getTime()) / 1_000)})`
    : '没有记录 / no record yet';
  const ratio =
    hour.records === 0
      ? ''
      : `一小时内隔离 / quarantined within the hour ${hour.quarantined}/${hour.records} (${percent(hour.quarantined / hour.records)})`;
  return [came, cycle ? `周期 / cycle ${span(cycle)}` : '', ratio].filter(Boolean).join('  ');
}

function readingOf(reader: ReaderView, now: Date): string {
  const { lane, state, records, quarantined, lookedAt, isRead } = reader;
  const looked = `最近读取 / last look ${lookedAt?.toISOString() ?? '—'}`;
  const figures = `${records} 条 / records, ${quarantined} 隔离 / quarantined`;
  const nobody = isRead ? '' : '(无进程读取 / nobody reads it)';
  return [`${lane} ${state}`, nobody, looked, figures, problemOf(reader, now)].filter(Boolean).join('  ');
}

function problemOf(reader: ReaderView, now: Date): string {
  const { pausedBecause, failure, failedAttempts, failingSince, retryAt } = reader;
  if (pausedBecause) return pausedBecause.rule;
  if (!failure || !failingSince) return '';
  const circuit = circuitOf(reader, now);
  const retry = circuit === 'open' && retryAt ? ` ${retryAt.toISOString()}` : '';
  return `${failure.failed}: ${failure.zh} / ${failure.en} (${failedAttempts} 次 / times, ${failingSince.toISOString()}; ${CIRCUIT_WORDS[circuit]}${retry})`;
}

const SPANS = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
] as const;

function span(seconds: number): string {
  const [unit, name] = SPANS.find(([least]) => seconds >= least) ?? [1, 's'];
  return `${Math.round((seconds / unit) * 10) / 10} ${name}`;
}

function percent(share: number): string {
  return `${Math.round(share * 1_000) / 10}%`;
}
