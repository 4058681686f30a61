import type { Catalog, SourceKind } from '@exchange/catalog';
import type { Ledger, LedgerReport } from '@exchange/testing';
import { say } from '../demo/terminal.ts';

const WIRE_WORDS: ReadonlyArray<readonly [SourceKind, string]> = [
  ['push', '推送'],
  ['poll', '接口'],
  ['sql', '数据库'],
  ['file', '文件'],
  ['queue', '消息队列'],
];
const FINDINGS_MAX = 20;

/**
 * What became of all that was put; the last line is JSON. `told`: records that the systems made, some of which a database cannot
 * hold. False when something was lost or doubled.
 */
export function printAccount(ledger: Ledger, report: LedgerReport, told: number, catalog: Catalog): boolean {
  const put =
    ledger.entries.reduce((sum, { batch }) => sum + batch.count, 0) +
    ledger.puts.reduce((sum, { expected, unreadable }) => sum + expected.length + unreadable, 0);
  const { accepted, quarantined, blocked, refused, lost, doubled, bySystem } = report;
  say('\n账目', 'ledger');
  const wires: Record<string, number> = {};
  for (const [kind, words] of WIRE_WORDS) {
    const of = [...bySystem].filter(([system]) => catalog.systems.get(system)?.adapter.source.kind === kind);
    const sum = (count: 'accepted' | 'quarantined'): number =>
      of.reduce((so, [, counts]) => so + counts[count], 0);
    wires[kind] = sum('accepted');
    process.stdout.write(
      `  ${words} ${kind}: ${of.length} 个系统 systems, 接收 accepted ${sum('accepted')}, 隔离 quarantined ${sum('quarantined')}\n`,
    );
  }
  process.stdout.write(
    `  产生 told ${told}, 放入 put ${put}, 接收 accepted ${accepted}, 隔离 quarantined ${quarantined}, 丢失 lost ${lost.length}, 重复 doubled ${doubled.length}\n`,
  );
  for (const { kind, at } of [...lost, ...doubled].slice(0, FINDINGS_MAX))
    process.stdout.write(`      ${kind} ${at}\n`);
  const figures = { systems: bySystem.size, told, put, accepted, quarantined, blocked, refused, wires };
  process.stdout.write(`${JSON.stringify({ ...figures, lost: lost.length, doubled: doubled.length })}\n`);
  return lost.length + doubled.length === 0;
}
