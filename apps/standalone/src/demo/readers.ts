import { setTimeout as sleep } from 'node:timers/promises';
import type { Catalog } from '@exchange/catalog';
import { listReaders, type ReaderView } from '@exchange/store';
import type { Ledger, LedgerSources } from '@exchange/testing';
import { say } from './terminal.ts';

const READ_MS_MAX = 60_000;
const POLL_MS = 200;
/** The look that runs when something is put may have passed its place already: the second one from then on sees it. */
const LOOKS = 2;

/** Waits until a reader has read as many records as were put into its stream; false when it does not in time. */
export function untilStreamRead(
  ledger: Ledger,
  { system, stream }: { system: string; stream: string },
  pool: LedgerSources['pool'],
  stop: AbortSignal,
): Promise<boolean> {
  return untilTrue(stop, async () => {
    const reader = (await listReaders(pool)).find((one) => one.system === system && one.stream === stream);
    return reader !== undefined && reader.records >= putInto(ledger, reader);
  });
}

/** Waits until what was put is read by every reader, which has looked again without finding more. */
export async function untilRead(
  ledger: Ledger,
  catalog: Catalog,
  pool: LedgerSources['pool'],
  stop: AbortSignal,
): Promise<void> {
  const isPlayed = ({ system, stream }: ReaderView): boolean =>
    ledger.puts.some((put) => put.system === system && put.stream === stream);
  const seen = new Map<string, { lookedAt: number; looks: number }>();
  const looksOf = (reader: ReaderView): number => {
    const name = `${reader.system}/${reader.stream}`;
    const lookedAt = reader.lookedAt?.getTime() ?? 0;
    const before = seen.get(name) ?? { lookedAt, looks: 0 };
    const looks = before.looks + (before.lookedAt === lookedAt ? 0 : 1);
    seen.set(name, { lookedAt, looks });
    return looks;
  };
  let waitedFor: string[] = [];
  const isRead = await untilTrue(stop, async () => {
    const readers = await listReaders(pool);
    const unread = readers.filter(isPlayed).filter((reader) => {
      // A queue has no end that could be looked at.
      const isQueue = catalog.systems.get(reader.system)?.adapter.source.kind === 'queue';
      const looks = looksOf(reader);
      return reader.records < putInto(ledger, reader) || (!isQueue && looks < LOOKS);
    });
    waitedFor = unread.map(({ system, stream, state, failure, records }) =>
      [`${system}/${stream}`, state, failure?.failed ?? '', records].join(' '),
    );
    return unread.length === 0;
  });
  if (isRead || stop.aborted) return;
  say('仍有系统未读完，见下方账目：', 'some systems were not read to their end, see the ledger below:');
  for (const name of waitedFor) process.stdout.write(`  ${name}\n`);
}

/** Records that were put into a stream. */
export function putInto(ledger: Ledger, { system, stream }: { system: string; stream: string }): number {
  return ledger.puts
    .filter((put) => put.system === system && put.stream === stream)
    .reduce((sum, { expected }) => sum + expected.length, 0);
}

async function untilTrue(stop: AbortSignal, isTrue: () => Promise<boolean>): Promise<boolean> {
  const deadline = performance.now() + READ_MS_MAX;
  while (performance.now() < deadline && !stop.aborted) {
    if (await isTrue()) return true;
    await sleep(POLL_MS);
  }
  return false;
}
