import type { Catalog, SourceSettings, StreamEntry } from '@exchange/catalog';
import { ExchangeError, type JsonObject } from '@exchange/contracts';
import { acceptBatch, type Acceptance, type AcceptPorts } from '@exchange/pipeline';
import { Periodic, type Logger } from '@exchange/runtime';
import { Backfill, openSource, StreamReader, type SourceMemory } from '@exchange/sources';
import {
  addReader,
  BackfillProgress,
  pauseReader,
  type ReaderName,
  type SourceConnections,
  type SourceReaders,
  type SourceSharing,
  type Store,
} from '@exchange/store';
import { ORDERED_HISTORICAL_RECORDS_MAX } from '../backfilling/backfill-refused.ts';
import type { LiveLoad } from '../backfilling/live-load.ts';
import type { KnownClosures } from '../gate/known-closures.ts';
import { reconciliationOf } from '../reconciling/reconciliation.ts';
import type { Traffic } from '../traffic.ts';

const LOOK_MS = 1_000;
/** Readers that one process takes at a look, of those that are free or of another one's. */
const ACQUIRE_AT_ONCE = 8;

/** Records of one chunk of a back-fill: no live record waits behind more. */
const HISTORY_CHUNK_RECORDS = 500;

const LEFT_ALONE_MS = 30_000;
const UNOPENED = {
  failed: 'settings',
  zh: '保存的连接参数无法打开，请核对封存密钥，或重新设置连接',
  en: 'the stored connection cannot be opened: check the sealing key, or set the connection anew',
  isLasting: true,
};

export interface SourceRunnerParts {
  readonly catalog: Catalog;
  readonly store: Store;
  readonly readers: SourceReaders;
  readonly sharing: SourceSharing;
  readonly backfills: BackfillProgress;
  readonly connections: SourceConnections;
  readonly acceptPorts: AcceptPorts;
  readonly closures: Pick<KnownClosures, 'of'>;
  readonly traffic: Traffic;
  readonly liveLoad: LiveLoad;
  readonly memory: SourceMemory;
  /** Instead of longer intervals and of hours of the day. */
  readonly lookSecondsMax: number | undefined;
  readonly log: Logger;
}

interface Running {
  readonly name: ReaderName;
  /** Of the connection that it was started with. */
  readonly revision: number;
  readonly stopping: AbortController;
  readonly ended: Promise<void>;
}

interface History {
  readonly chunkRecordsMax: number;
  readonly backfill: Backfill;
}

/**
 * Reads the sources that the gateway reads itself. In each process; leases say which one reads which. A system is read
 * once its connection is set, and opened anew when that changes; a stream that is closed is given back.
 */
export class SourceRunner {
  readonly #parts: SourceRunnerParts;
  readonly #running = new Map<string, Running>();
  /** Readers that are known to have a row. */
  readonly #added = new Set<string>();
  /** Systems whose connection could not be opened: which one, and until when they are left alone. */
  readonly #unopened = new Map<string, { readonly revision: number | undefined; readonly until: number }>();
  #looking: Periodic | null = null;

  constructor(parts: SourceRunnerParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#looking = new Periodic(LOOK_MS, () => this.#look(), {
      onError: (error) => this.#parts.log.debug('sources.look_failed', {}, error),
      isAtOnce: true,
    });
  }

  async stop(): Promise<void> {
    // Before the look that may be under way: without a store it takes long to end.
    this.#stopAll();
    await this.#looking?.stop();
    this.#stopAll();
    await Promise.all([...this.#running.values()].map(({ ended }) => ended));
    // Without a store nothing can be given back; then the end of this process's lease does it.
    await this.#parts.sharing.leave().catch(() => undefined);
  }

  #stopAll(): void {
    for (const { stopping } of this.#running.values()) stopping.abort();
  }

  async #look(): Promise<void> {
    const { catalog, closures, connections, readers, sharing } = this.#parts;
    const revisions = await connections.revisions();
    for (const { name, revision, stopping } of this.#running.values()) {
      const isClosed = closures.of(name.system, name.stream, false) !== null;
      if (revisions.get(name.system) !== revision || isClosed) stopping.abort();
    }
    const streams = [...revisions]
      .filter(([system, revision]) => !this.#isLeftAlone(system, revision))
      .flatMap(([system]) => streamsToRead(catalog, system));
    for (const stream of streams) await this.#addReader(stream);
    await this.#handOver();
    const reading = [...this.#running.values()].map(({ name }) => name);
    const taken = await readers.acquire(streams, reading, ACQUIRE_AT_ONCE);
    for (const name of taken)
      await this.#begin(name).catch((error: unknown) =>
        this.#notBegun(name, revisions.get(name.system), error),
      );
    if (taken.length > 0) return;
    // What cannot be opened here may well be read where it is.
    const opened = streams.filter(
      ({ system }) => this.#unopened.get(system)?.revision !== revisions.get(system),
    );
    await sharing.ask(opened, ACQUIRE_AT_ONCE);
  }

  /** Ends the readers that another process asks for. Their leases go over when they have ended. */
  async #handOver(): Promise<void> {
    const { readers, sharing } = this.#parts;
    for (const name of await sharing.asked()) {
      const running = this.#running.get(keyOf(name));
      if (running) running.stopping.abort();
      else await readers.release(name);
    }
  }

  #isLeftAlone(system: string, revision: number): boolean {
    const unopened = this.#unopened.get(system);
    return unopened?.revision === revision && unopened.until > performance.now();
  }

  async #addReader({ system, stream }: { system: string; stream: string }): Promise<void> {
    const key = `${system}/${stream}`;
    if (this.#added.has(key)) return;
    await addReader(this.#parts.store.pool, { system, stream, lane: 'live' });
    this.#added.add(key);
  }

  /** A system whose connection cannot be opened holds up no other. The lease is taken again at a later look. */
  async #notBegun(name: ReaderName, revision: number | undefined, error: unknown): Promise<void> {
    const { readers, log } = this.#parts;
    if (error instanceof ExchangeError && error.retryable) return;
    const { system, stream, lane } = name;
    log.warn('source.failed', { system, stream, lane, failed: 'settings' }, error);
    this.#unopened.set(system, { revision, until: performance.now() + LEFT_ALONE_MS });
    await readers.failed(name, UNOPENED, LEFT_ALONE_MS).catch(() => undefined);
    await readers.release(name).catch(() => undefined);
  }

  async #begin(name: ReaderName): Promise<void> {
    const { catalog, connections, readers } = this.#parts;
    const entry = catalog.systems.get(name.system)?.streams.get(name.stream);
    const found = await connections.find(name.system);
    if (!entry || !found) return readers.release(name);
    const key = keyOf(name);
    const stopping = new AbortController();
    const history = name.lane === 'history' ? await this.#historyOf(name) : undefined;
    const ended = this.#readerOf(name, entry, found.connection, history)
      .run(stopping.signal)
      .finally(() => {
        if (this.#running.get(key)?.stopping === stopping) this.#running.delete(key);
      });
    this.#running.set(key, { name, revision: found.revision, stopping, ended });
    this.#unopened.delete(name.system);
  }

  /** What sets the pace of a back-fill, and the size of its chunks. */
  async #historyOf(name: ReaderName): Promise<History> {
    const { acceptPorts, backfills, liveLoad } = this.#parts;
    const { rateMax, unit } = await backfills.find(name);
    const active = await acceptPorts.mappings.active(name.system, name.stream);
    return {
      chunkRecordsMax: active?.mapping.multipleOutputs
        ? ORDERED_HISTORICAL_RECORDS_MAX
        : HISTORY_CHUNK_RECORDS,
      backfill: new Backfill({
        rateMax,
        unit,
        rate: async () => (await backfills.find(name)).rateMax,
        room: () => liveLoad.room(),
        tell: (progress) => backfills.tell(name, progress),
        finish: (sequence) => backfills.finish(name, sequence),
      }),
    };
  }

  #readerOf(
    name: ReaderName,
    entry: StreamEntry,
    connection: JsonObject,
    history: History | undefined,
  ): StreamReader {
    const { acceptPorts, readers, traffic, liveLoad, memory, lookSecondsMax, log, store } = this.#parts;
    const { system, stream, lane } = name;
    const onNotice = (kind: string, fields: Readonly<Record<string, unknown>>): void =>
      log.warn('source.notice', { system, stream, kind, ...fields });
    const reconciliation = reconciliationOf(name, entry, { store, log });
    return new StreamReader({
      name,
      readers,
      schedule: scheduleOf(entry.source, lookSecondsMax),
      ...(history && { backfill: history.backfill }),
      ...(reconciliation && { reconciliation }),
      open: (onUpToDate) =>
        openSource({
          system,
          stream,
          entry,
          connection,
          memory,
          ...(history && { history }),
          onNotice,
          onUpToDate,
        }),
      accept: async (chunk, readFrom) => {
        const batch = {
          system,
          stream,
          body: chunk.body,
          decode: chunk.decode,
          operation: chunk.operation,
          ...(chunk.around === undefined ? {} : { around: chunk.around }),
          idempotencyKey: null,
          traceparent: null,
          readFrom,
        };
        const accept = (): Promise<Acceptance> => acceptBatch(batch, acceptPorts);
        const acceptance = await (history ? accept() : liveLoad.watch(accept));
        traffic.count(batch, acceptance);
        return acceptance;
      },
      random: Math.random,
      onNotice,
      onFailure: ({ failed }, error) => log.warn('source.failed', { system, stream, lane, failed }, error),
      pause: async (reason) => {
        await pauseReader(store.pool, name, reason);
        log.error('source.paused', { system, stream, lane, rule: reason.rule });
      },
    });
  }
}

function keyOf({ system, stream, lane }: ReaderName): string {
  return `${system}/${stream}/${lane}`;
}

/** The streams of a system that the gateway reads itself. */
function streamsToRead(catalog: Catalog, system: string): Array<{ system: string; stream: string }> {
  return [...(catalog.systems.get(system)?.streams ?? [])]
    .filter(([, { source }]) => source.kind !== 'push')
    .map(([stream]) => ({ system, stream }));
}

function scheduleOf(
  { schedule = {} }: SourceSettings,
  lookSecondsMax: number | undefined,
): NonNullable<SourceSettings['schedule']> {
  if (lookSecondsMax === undefined) return schedule;
  const everySeconds = schedule.cron === undefined ? (schedule.everySeconds ?? 1) : lookSecondsMax;
  return { everySeconds: Math.min(everySeconds, lookSecondsMax) };
}
