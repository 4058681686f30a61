import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { findStream, loadCatalog, type Catalog } from '@exchange/catalog';
import { compileSchema, isJsonObject, type Json, type JsonObject } from '@exchange/contracts';
import { CONNECTION_SCHEMAS, handoverDdl, openSource, SQL_DIALECTS } from '@exchange/sources';
import type { SetupConfig } from './config.ts';
import {
  listDrift,
  listReaders,
  PostgresProcessedFiles,
  PostgresRowDigests,
  resumeReader,
  SourceConnections,
  type SecretSealer,
  type Store,
} from '@exchange/store';

type Print = (line: string) => void;

export interface SourceCommandParts {
  readonly store: Store;
  readonly sealer: SecretSealer;
  readonly catalog: Catalog;
  readonly actor: string;
  readonly print: Print;
}

/** Sets where a system is found, from a JSON file. The connection is checked first, and tried; what fails is said. */
export async function connect(parts: SourceCommandParts, system: string, file: string): Promise<number> {
  const { catalog, store, sealer, actor, print } = parts;
  const kind = catalog.systems.get(system)?.adapter.source.kind;
  if (kind === undefined || kind === 'push') {
    print(`系统 ${system} 不由网关读取 / the gateway does not read the system ${system}`);
    return 1;
  }
  const connection = await readConnection(file);
  if (!connection) {
    // What a parser says of the mistake may quote a password.
    print(`${file} 不是 JSON 对象 / is no JSON object`);
    return 1;
  }
  const problems = compileSchema(CONNECTION_SCHEMAS[kind] as JsonObject).check(connection);
  for (const { at, message } of problems) print(`${at || '/'}: ${message}`);
  if (problems.length > 0) return 1;
  await new SourceConnections(store, sealer).set(system, connection, actor);
  print(`${system} 的连接已保存 / the connection of ${system} is stored`);
  return testConnection(parts, system);
}

async function readConnection(file: string): Promise<JsonObject | null> {
  const text = await readFile(file, 'utf8');
  try {
    const connection = JSON.parse(text) as Json;
    return isJsonObject(connection) ? connection : null;
  } catch {
    return null;
  }
}

/** Goes through the steps of connecting, for each stream of a system. */
export async function testConnection(parts: SourceCommandParts, system: string): Promise<number> {
  const { catalog, store, sealer, print } = parts;
  const found = await new SourceConnections(store, sealer).find(system);
  if (!found) {
    print(`系统 ${system} 尚未设置连接 / the system ${system} has no connection yet`);
    return 1;
  }
  const memory = {
    processedFiles: new PostgresProcessedFiles(store),
    rowDigests: new PostgresRowDigests(store),
    spoolDirectory: tmpdir(),
  };
  let failures = 0;
  for (const [stream, entry] of catalog.systems.get(system)?.streams ?? []) {
    const source = openSource({ system, stream, entry, connection: found.connection, memory });
    const report = await source.test().finally(() => source.close());
    if (!report.isOk) failures += 1;
    print(
      report.isOk
        ? `${stream}: 正常 / works (${report.seen})`
        : `${stream}: ${report.failed}: ${report.zh} / ${report.en}`,
    );
  }
  return failures === 0 ? 0 : 1;
}

/** The script of a stream's hand-over tables (前置库) for the vendor's database. Needs no database of the exchange. */
export async function printHandoverDdl(
  { catalogDirectory }: Pick<SetupConfig, 'catalogDirectory'>,
  [system = '', stream = '', dialect = '']: readonly string[],
  print: Print,
): Promise<number> {
  const entry = findStream(await loadCatalog(catalogDirectory), system, stream);
  const known = SQL_DIALECTS.find((one) => one === dialect);
  if (!entry || !known) {
    print(
      entry
        ? `数据库类型应为 / the dialect is one of: ${SQL_DIALECTS.join(', ')}`
        : `没有数据流 ${system}/${stream} / no such stream`,
    );
    return 1;
  }
  const table = String(entry.source.sql?.['table'] ?? `${system}_${stream}`.replaceAll('-', '_'));
  print(handoverDdl(known, { title: entry.manifest.name, table, sourceSchema: entry.sourceSchema }));
  return 0;
}

/** How every source fares that the gateway reads. */
export async function printSources({ store, print }: SourceCommandParts): Promise<number> {
  for (const reader of await listReaders(store.pool)) {
    const { system, stream, lane, state, failure, pausedBecause, records, quarantined, lookedAt, isRead } =
      reader;
    const problem = pausedBecause
      ? `${pausedBecause.rule}`
      : failure
        ? `${failure.failed}: ${failure.zh} / ${failure.en}`
        : '';
    const head = `${system}/${stream} ${lane} ${state}${isRead ? '' : ' (无进程读取 / nobody reads it)'}`;
    const figures = `${records} 条 / records, ${quarantined} 隔离 / quarantined, ${lookedAt?.toISOString() ?? '—'}`;
    print([head, figures, problem].filter(Boolean).join('  '));
  }
  return 0;
}

const DRIFT_WORDS = {
  'new-field': '新增字段 / new field',
  'missing-field': '不再出现的字段 / field that no longer comes',
  'changed-type': '类型变化 / changed type',
  'new-code': '新代码 / new code',
} as const;

/** Where what the systems send differs from what their schemas say. */
export async function printDrift({ store, print }: SourceCommandParts): Promise<number> {
  for (const { system, stream, kind, path, value, records, firstSeen } of await listDrift(store.pool)) {
    const what = value === null ? path : `${path} = ${value}`;
    print(
      `${system}/${stream}  ${DRIFT_WORDS[kind]}  ${what}  ${records} 条 / records, ${firstSeen.toISOString()}`,
    );
  }
  return 0;
}

/** Lets a paused reader go on. */
export async function resume(
  { store, actor, print }: SourceCommandParts,
  system: string,
  stream: string,
): Promise<number> {
  const isResumed = await resumeReader(store, { system, stream, lane: 'live' }, actor);
  print(
    isResumed ? `${system}/${stream} 继续读取 / goes on` : `${system}/${stream} 并未暂停 / is not paused`,
  );
  return isResumed ? 0 : 1;
}
