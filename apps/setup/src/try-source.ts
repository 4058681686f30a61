import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compileVersion, findStream, PinnedParts, type StreamEntry } from '@exchange/catalog';
import type { JsonObject } from '@exchange/contracts';
import { DEFAULT_LIMITS } from '@exchange/decoding';
import type { CompiledMapping } from '@exchange/mapping';
import { dryRun, type DryRun } from '@exchange/pipeline';
import { openSource, SourceError, type Chunk, type Source, type SourceMemory } from '@exchange/sources';
import {
  listReaders,
  MappingVersions,
  PostgresReceipts,
  PostgresRequestPaces,
  SourceConnections,
  type Store,
} from '@exchange/store';
import { NIL } from 'uuid';
import { wholeNumber, withSource, type SourceCommandParts } from './command-parts.ts';
import { TriedRecords } from './tried-records.ts';

const TRY_MS_MAX = 60_000;
/** A queue never comes to its end. */
const LISTEN_MS = 10_000;

/**
 * Reads the first records of a source that the gateway would read, and maps and checks them. Nothing is claimed, settled,
 * archived or acknowledged: the source stays as it is.
 */
export async function trySource(parts: SourceCommandParts, args: readonly string[]): Promise<number> {
  const { catalog, store, sealer, print } = parts;
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { records: { type: 'string', default: '100' } },
  });
  const [system = '', stream = ''] = positionals;
  const entry = findStream(catalog, system, stream);
  const wanted = wholeNumber(values.records, 5);
  const found = entry && (await new SourceConnections(store, sealer).find(system));
  if (!entry || entry.source.kind === 'push' || !found || wanted === null) {
    print(whyNot(`${system}/${stream}`, { entry, isConnected: found !== null, wanted }));
    return 1;
  }
  if (entry.source.kind === 'queue') {
    // A broker has one reader for each stream: it would lose its session or its place to this one.
    const readers = await listReaders(store.pool);
    if (readers.some((one) => one.system === system && one.stream === stream && one.isRead)) {
      print(`${system}/${stream} 正在读取，不能同时试读 / is being read and cannot be tried meanwhile`);
      return 1;
    }
    print(
      `消息不予确认，仍留在消息服务中；MQTT 服务自此为该数据流保留会话 / messages are not acknowledged and stay with the broker; an MQTT broker keeps a session for the stream from now on`,
    );
  }
  const tried = await readFirst(parts, { system, stream, entry, connection: found.connection, wanted });
  for (const line of tried.lines()) print(line);
  return tried.isFine ? 0 : 1;
}

function whyNot(
  name: string,
  {
    entry,
    isConnected,
    wanted,
  }: { entry: StreamEntry | undefined; isConnected: boolean; wanted: number | null },
): string {
  if (!entry) return `没有数据流 ${name} / no such stream`;
  if (entry.source.kind === 'push') return `${name} 不由网关读取 / is not read by the gateway`;
  if (!isConnected) return `${name} 尚未设置连接 / has no connection yet`;
  return wanted === null ? '--records: 1 … 99999' : '';
}

interface Trial {
  readonly system: string;
  readonly stream: string;
  readonly entry: StreamEntry;
  readonly connection: JsonObject;
  readonly wanted: number;
}

async function readFirst(parts: SourceCommandParts, trial: Trial): Promise<TriedRecords> {
  const { system, stream, entry, connection, wanted } = trial;
  const tried = new TriedRecords();
  const spoolDirectory = await mkdtemp(join(tmpdir(), 'try-source-'));
  const requestPaces = new PostgresRequestPaces(parts.store.pool);
  const memory = { ...forgetful(), requestPaces, spoolDirectory };
  const tryChunk = await trying(parts, trial);
  const signal = AbortSignal.timeout(entry.source.kind === 'queue' ? LISTEN_MS : TRY_MS_MAX);
  const readChunks = async (source: Source): Promise<void> => {
    for await (const chunk of source.read(null, signal)) {
      tried.add(await tryChunk(chunk));
      if (tried.isStopped || tried.records >= wanted) break;
    }
  };
  try {
    const source = openSource({ system, stream, entry, connection, memory });
    await withSource(source, readChunks, (failure) => tried.stop(failure));
  } finally {
    await rm(spoolDirectory, { recursive: true, force: true });
  }
  return tried;
}

/** The delivery rule for a chunk, with nothing kept. */
async function trying(
  { store, catalog }: SourceCommandParts,
  { system, stream }: Trial,
): Promise<(chunk: Chunk) => Promise<DryRun>> {
  const active = await publishedMapping(store, catalog.mappingMetaSchema, { system, stream });
  const ports = {
    // Asked for nothing but to record what the secrecy gate found.
    receipts: new PostgresReceipts(store.pool, { process: NIL, pendingBytesMax: 0 }),
    mappings: { active: () => Promise.resolve(active) },
    limits: DEFAULT_LIMITS,
  };
  return ({ body, decode, operation, around }) => {
    const batch = {
      system,
      stream,
      body,
      decode,
      operation,
      ...(around === undefined ? {} : { around }),
      idempotencyKey: null,
      traceparent: null,
    };
    return dryRun(batch, { ...ports, receivedTime: new Date().toISOString() });
  };
}

/** What a source must not remember of a trial. That a file would be put aside ends the trial instead. */
function forgetful(): Pick<SourceMemory, 'processedFiles' | 'rowDigests'> {
  let numbers = 0;
  return {
    processedFiles: {
      fate: async () => null,
      add: async (_, { name }) => {
        throw new SourceError('protocol', {
          zh: `“${name}”无法读取，正式读取时将移入拒收目录`,
          en: `"${name}" cannot be read: it would be moved to the rejected files`,
        });
      },
    },
    rowDigests: {
      find: async (_, keys) => keys.map(() => null),
      stage: async (_, __, rows) => rows.map(() => (numbers += 1)),
      settle: async () => undefined,
      highest: async () => 0,
      list: async () => [],
    },
  };
}

async function publishedMapping(
  store: Store,
  metaSchema: JsonObject,
  { system, stream }: Pick<Trial, 'system' | 'stream'>,
): Promise<{ version: number; mapping: CompiledMapping } | null> {
  const versions = new MappingVersions(store);
  const published = (await versions.publishedNumbers()).find(
    (one) => one.system === system && one.stream === stream,
  );
  const stored = published && (await versions.find(system, stream, published.version));
  if (!stored) return null;
  return { version: stored.version, mapping: compileVersion(stored, metaSchema, new PinnedParts()) };
}
