import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { findStream, loadCatalog } from '@exchange/catalog';
import { compileSchema, isJsonObject, type Json, type JsonObject } from '@exchange/contracts';
import { CONNECTION_SCHEMAS, handoverDdl, openSource, SQL_DIALECTS } from '@exchange/sources';
import type { SetupConfig } from './config.ts';
import { listBegunReaders, SourceConnections } from '@exchange/store';
import { sourceMemory, type Print, type SourceCommandParts } from './command-parts.ts';
import { askForChoice, beginAgain, readersElsewhere } from './changed-target.ts';
import { placesOfNow, tellBegun } from './start-now.ts';

/** Sets where a system is found, from a JSON file. The connection is checked first, and tried; what fails is said. */
export async function connect(parts: SourceCommandParts, args: readonly string[]): Promise<number> {
  const { catalog, store, sealer, actor, print } = parts;
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      start: { type: 'string', default: 'beginning' },
      'keep-checkpoint': { type: 'boolean', default: false },
      'from-beginning': { type: 'boolean', default: false },
    },
  });
  const [system = '', file = ''] = positionals;
  if (values.start !== 'now' && values.start !== 'beginning') {
    print('--start: now, beginning');
    return 1;
  }
  if (values.start === 'now' && (values['keep-checkpoint'] || values['from-beginning'])) {
    print(
      '--start now 不能与 --keep-checkpoint 或 --from-beginning 同用 / cannot be combined with --keep-checkpoint or --from-beginning',
    );
    return 1;
  }
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
  const standing = await readersElsewhere(parts, system, kind, connection);
  // Who has claimed nothing was only put where it stands, and is put to the new place.
  const elsewhere = values.start === 'now' ? standing.filter(({ hasClaimed }) => hasClaimed) : standing;
  if (elsewhere.length > 0 && !values['keep-checkpoint'] && !values['from-beginning']) {
    askForChoice(parts, system, elsewhere);
    return 1;
  }
  const places =
    values.start === 'now' ? await placesOfNow(parts, system, connection) : new Map<string, Json>();
  if (!places) return 1;
  const begun = await new SourceConnections(store, sealer).set(system, connection, actor, places);
  tellBegun(print, places.keys(), begun);
  print(`${system} 的连接已保存 / the connection of ${system} is stored`);
  if (values['from-beginning']) await beginAgain(parts, await listBegunReaders(store.pool, system));
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
  let failures = 0;
  for (const [stream, entry] of catalog.systems.get(system)?.streams ?? []) {
    const { connection } = found;
    const source = openSource({ system, stream, entry, connection, memory: sourceMemory(store) });
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
