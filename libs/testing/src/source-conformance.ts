import { setTimeout as sleep } from 'node:timers/promises';
import type { Json } from '@exchange/contracts';
import { decodeBatch, DEFAULT_LIMITS, findSecrecyMarkings, type DecodedRecord } from '@exchange/decoding';
import type { Chunk, ConnectionReport, Settlement, Source } from '@exchange/sources';

/** One record as the suite writes it into the legacy system. */
export interface SourceRow {
  readonly key: string;
  readonly text: string;
  /** The value of the record's marking field (密级); 公开 unless given. */
  readonly marking?: string;
}

/** A legacy system of one kind, on a real server, for the conformance suite. */
export interface SourceWorld {
  /** A new reader of the stream, as a process would open it. */
  open(): Source;
  openWithWrongCredentials?(): Source;
  /** Writes records into the system, in this order, as it would: one file, some rows, some messages. */
  put(rows: readonly SourceRow[]): Promise<void>;
  /** Writes `before`, something that is no readable record, and `after`, in this order. */
  putWithBrokenRecord?(before: readonly SourceRow[], after: readonly SourceRow[]): Promise<void>;
  /** What a decoded record says, whatever its layout. */
  rowOf(value: Record<string, unknown>): { key: string; text: string };
  /** Whether a source that is read from an old checkpoint gives again what came after it. Queues give what was not acknowledged. */
  readonly isReplayable: boolean;
  /** Whether `latest` may be asked for, where the source has it; true unless given. */
  readonly canBeginNow?: boolean;
  /** Takes the server away and brings it back, with what it held. */
  stopServer?(): Promise<void>;
  startServer?(): Promise<void>;
  end(): Promise<void>;
}

const WAIT_MS = 15_000;

/** What every source must do, whatever its wire. `start` gives a fresh, empty system. */
export function describeSourceConformance(name: string, start: () => Promise<SourceWorld>): void {
  describe(`${name} as a source`, () => {
    let world: SourceWorld;
    beforeEach(async () => {
      world = await start();
    }, 60_000);
    afterEach(() => world.end(), 60_000);

    test('gives every record once and in order, and nothing more when it is asked again', async () => {
      await world.put(rows(0, 2_500));
      const source = world.open();
      const read = await readUntil(source, null, 2_500);
      expect(rowsOf(world, read.records)).toEqual(plain(rows(0, 2_500)));
      await source.close();
      const again = world.open();
      expect((await readFor(again, read.checkpoint, 700)).records).toEqual([]);
      await world.put(rows(2_500, 20));
      expect(rowsOf(world, (await readUntil(again, read.checkpoint, 20)).records)).toEqual(
        plain(rows(2_500, 20)),
      );
      await again.close();
    });

    test('goes on at each checkpoint as if it had never stopped', async () => {
      await world.put(rows(0, 2_500));
      const seen: Array<{ key: string; text: string }> = [];
      let checkpoint: Json = null;
      while (seen.length < 2_500) {
        // One chunk for each reader: a process that dies after each.
        const source = world.open();
        const read: Read = await readUntil(source, checkpoint, 1);
        seen.push(...rowsOf(world, read.records));
        checkpoint = read.checkpoint;
        await source.close();
      }
      expect(seen).toEqual(plain(rows(0, 2_500)));
    }, 60_000);

    test('gives a chunk again that was read and never claimed', async () => {
      await world.put(rows(0, 50));
      const first = world.open();
      const lost = await nextChunk(first, null);
      expect(recordsOf(lost).length).toBeGreaterThan(0);
      await first.close();
      const second = world.open();
      const read = await readUntil(second, null, 50);
      expect(rowsOf(world, read.records)).toEqual(plain(rows(0, 50)));
      await second.close();
    });

    test('can begin behind all that it holds: nothing of that comes, all that is written later does', async () => {
      if (world.canBeginNow === false) return;
      await world.put(rows(0, 700));
      const source = world.open();
      const begin = source.latest && (await source.latest(AbortSignal.timeout(WAIT_MS)));
      await source.close();
      // Where what is there is the live reader's.
      if (begin === undefined) return;
      await world.put(rows(700, 20));
      const later = world.open();
      const read = await readUntil(later, JSON.parse(JSON.stringify(begin)) as Json, 20);
      expect(rowsOf(world, read.records)).toEqual(plain(rows(700, 20)));
      expect((await readFor(later, read.checkpoint, 700)).records).toEqual([]);
      await later.close();
    });

    test('waits for a slow consumer', async () => {
      await world.put(rows(0, 1_500));
      const source = world.open();
      const read = await readUntil(source, null, 1_500, { pauseMs: 150 });
      expect(rowsOf(world, read.records)).toEqual(plain(rows(0, 1_500)));
      await source.close();
    }, 60_000);

    test('passes a broken record on as a broken record, between the others', async () => {
      if (!world.putWithBrokenRecord) return;
      await world.putWithBrokenRecord(rows(0, 3), rows(3, 3));
      const source = world.open();
      const { records } = await readUntil(source, null, 7);
      await source.close();
      expect(records.map((record) => ('value' in record ? world.rowOf(record.value).key : 'broken'))).toEqual(
        ['K0', 'K1', 'K2', 'broken', 'K3', 'K4', 'K5'],
      );
    });

    test('lets a marked record be seen before anything of its chunk is claimed, and gives it again', async () => {
      await world.put([...rows(0, 3), { key: 'K3', text: 'marked', marking: '秘密★10年' }]);
      const source = world.open();
      let checkpoint: Json = null;
      for (;;) {
        const chunk = await nextChunk(source, checkpoint);
        const decoded = decodeBatch(chunk.body, chunk.decode, DEFAULT_LIMITS);
        if (decoded.kind !== 'records') throw new Error('unreadable');
        if (findSecrecyMarkings(decoded.records, chunk.body, chunk.decode).length > 0) break;
        checkpoint = chunk.checkpoint;
      }
      await source.close();
      const again = world.open();
      const read = await readUntil(again, checkpoint, 1);
      expect(rowsOf(world, read.records).map((row) => row.key)).toContain('K3');
      await again.close();
    });

    test('ends at once when it is told to stop while it reads', async () => {
      await world.put(rows(0, 1_500));
      const source = world.open();
      const stopping = new AbortController();
      const began = performance.now();
      let stopped = false;
      for await (const chunk of source.read(null, stopping.signal)) {
        await source.settle(chunk.checkpoint, settled(chunk));
        stopping.abort();
        stopped = true;
      }
      await source.close();
      expect(stopped).toBe(true);
      expect(performance.now() - began).toBeLessThan(WAIT_MS);
    });

    test('says what is wrong while the server is gone, and goes on when it is back', async () => {
      if (!world.stopServer || !world.startServer) return;
      await world.put(rows(0, 20));
      const before = world.open();
      const read = await readUntil(before, null, 20);
      await world.stopServer();
      const report = await before.test();
      expect(report).toMatchObject({ isOk: false });
      await expect(nextChunk(world.open(), read.checkpoint)).rejects.toMatchObject({ name: 'SourceError' });
      await before.close();
      await world.startServer();
      await world.put(rows(20, 20));
      const after = world.open();
      expect(rowsOf(world, (await readUntil(after, read.checkpoint, 20)).records)).toEqual(
        plain(rows(20, 20)),
      );
      await after.close();
    }, 90_000);

    test('tells wrong credentials apart from everything else', async () => {
      if (!world.openWithWrongCredentials) return;
      const source = world.openWithWrongCredentials();
      const report: ConnectionReport = await source.test();
      expect(report).toMatchObject({ isOk: false, failed: 'credentials' });
      await expect(nextChunk(source, null)).rejects.toMatchObject({ failed: 'credentials', isLasting: true });
      await source.close();
    }, 30_000);

    test('finds nothing wrong with a system that works', async () => {
      const source = world.open();
      expect(await source.test()).toMatchObject({ isOk: true });
      await source.close();
    });
  });
}

interface Read {
  readonly records: readonly DecodedRecord[];
  readonly checkpoint: Json;
}

/** Reads, claims and settles until so many records came. */
async function readUntil(
  source: Source,
  after: Json | null,
  count: number,
  options: { pauseMs?: number } = {},
): Promise<Read> {
  const records: DecodedRecord[] = [];
  let checkpoint: Json = after;
  const stopping = new AbortController();
  const timer = setTimeout(() => stopping.abort(), WAIT_MS);
  while (records.length < count && !stopping.signal.aborted) {
    for await (const chunk of source.read(checkpoint, stopping.signal)) {
      records.push(...recordsOf(chunk));
      checkpoint = chunk.checkpoint;
      await source.settle(checkpoint, settled(chunk));
      if (options.pauseMs !== undefined) await sleep(options.pauseMs);
      if (records.length >= count) break;
    }
    if (records.length < count) await sleep(50);
  }
  clearTimeout(timer);
  return { records, checkpoint };
}

/** Reads for so many milliseconds, whatever comes. */
async function readFor(source: Source, after: Json | null, ms: number): Promise<Read> {
  const records: DecodedRecord[] = [];
  let checkpoint: Json = after;
  for await (const chunk of source.read(after, AbortSignal.timeout(ms))) {
    records.push(...recordsOf(chunk));
    checkpoint = chunk.checkpoint;
    await source.settle(checkpoint, settled(chunk));
  }
  return { records, checkpoint };
}

async function nextChunk(source: Source, after: Json | null): Promise<Chunk> {
  for await (const chunk of source.read(after, AbortSignal.timeout(WAIT_MS))) return chunk;
  throw new Error('the source gave nothing');
}

function recordsOf(chunk: Chunk): readonly DecodedRecord[] {
  // What is stored is JSON, so a checkpoint must survive it.
  expect(JSON.parse(JSON.stringify(chunk.checkpoint))).toEqual(chunk.checkpoint);
  const decoded = decodeBatch(chunk.body, chunk.decode, DEFAULT_LIMITS);
  if (decoded.kind !== 'records') throw new Error(`unreadable: ${decoded.at} ${decoded.detail.en}`);
  return decoded.records;
}

function settled(chunk: Chunk): Settlement {
  const records = recordsOf(chunk).length;
  return {
    kind: 'done',
    receiptId: '01990000-0000-7000-8000-000000000000',
    outcome: { records, accepted: records, quarantined: 0, events: records, reports: [] },
  };
}

function rows(from: number, count: number): SourceRow[] {
  return Array.from({ length: count }, (_, index) => ({
    key: `K${from + index}`,
    text: `第 ${from + index} 条，含引号"、逗号,和换行无关的文字`,
  }));
}

function plain(written: readonly SourceRow[]): Array<{ key: string; text: string }> {
  return written.map(({ key, text }) => ({ key, text }));
}

function rowsOf(world: SourceWorld, records: readonly DecodedRecord[]): Array<{ key: string; text: string }> {
  return records.map((record) =>
    'value' in record ? world.rowOf(record.value) : { key: 'broken', text: record.raw.toString() },
  );
}
