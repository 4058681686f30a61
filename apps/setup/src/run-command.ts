import { parseArgs } from 'node:util';
import { loadCatalog } from '@exchange/catalog';
import { ExchangeError } from '@exchange/contracts';
import { migratePostgresEventLog } from '@exchange/event-log';
import { localSealer, migrateStore, openStore } from '@exchange/store';
import { issueKey, issueToken, revoke } from './access-commands.ts';
import { alarms } from './alarm-commands.ts';
import { backfill } from './backfill-command.ts';
import type { Print, SourceCommandParts, StoreCommandParts } from './command-parts.ts';
import type { SetupConfig } from './config.ts';
import { drift } from './drift-command.ts';
import { maintenance, resume, stage, stageOf } from './gate-commands.ts';
import { printReconciliations, reconcile, resetCheckpoint } from './reconcile-commands.ts';
import { registerCatalog } from './register-catalog.ts';
import { printSources } from './show-sources.ts';
import { connect, printHandoverDdl, testConnection } from './source-commands.ts';
import { trySource } from './try-source.ts';
import { EXIT_USAGE, USAGE } from './usage.ts';

/** Resolves with the exit code. */
type Command = (config: SetupConfig, args: readonly string[], print: Print) => Promise<number>;

const COMMANDS: Readonly<Record<string, Command>> = {
  migrate,
  register: withSources(register),
  stage: withStore(stage),
  maintenance: withStore((parts, args) => maintenance(parts, args, new Date())),
  'issue-key': withSources(issueKey),
  'issue-token': withStore(issueToken),
  connect: withSources(connect),
  'test-connection': withSources((parts, [system = '']) => testConnection(parts, system)),
  'try-source': withSources(trySource),
  sources: withSources(printSources),
  alarms: withStore(alarms),
  backfill: withSources(backfill),
  drift: withStore(drift),
  'handover-ddl': printHandoverDdl,
  reconcile: withSources(reconcile),
  reconciliations: withStore(printReconciliations),
  'reset-checkpoint': withStore(resetCheckpoint),
  resume: withStore(resume),
  revoke: withStore(revoke),
};

/** Runs one set-up command; resolves with the exit code. Until the admin API is there, this is how access is given. */
export async function runCommand(
  config: SetupConfig,
  [name = '', ...args]: readonly string[],
  print: Print,
): Promise<number> {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) {
    print(USAGE);
    return EXIT_USAGE;
  }
  try {
    return await command(config, args, print);
  } catch (error) {
    if (error instanceof ExchangeError) print(error.message);
    else if (error instanceof TypeError && 'code' in error) print(`${error.message}\n${USAGE}`);
    else throw error;
    return 1;
  }
}

function withStore(work: (parts: StoreCommandParts, args: readonly string[]) => Promise<number>): Command {
  return async (config, args, print) => {
    const store = await openStore({
      url: config.databaseUrl,
      applicationName: 'setup',
      connectionsMax: 2,
      onIdleError: () => undefined,
    });
    try {
      return await work({ store, actor: config.actor, print }, args);
    } finally {
      await store.close();
    }
  };
}

function withSources(work: (parts: SourceCommandParts, args: readonly string[]) => Promise<number>): Command {
  return async (config, args, print) => {
    const catalog = await loadCatalog(config.catalogDirectory);
    const sealer = localSealer(Buffer.from(config.sealingKey, 'base64'));
    return withStore((parts) => work({ ...parts, sealer, catalog }, args))(config, args, print);
  };
}

async function migrate(config: SetupConfig, _: readonly string[], print: Print): Promise<number> {
  const run = await migrateStore(config.databaseUrl, new Date());
  if (config.eventLog === 'postgres') await migratePostgresEventLog(config.databaseUrl);
  print(`${run.length} 个迁移已执行 / migrations run${run.map((name) => `\n  ${name}`).join('')}`);
  return 0;
}

async function register(
  { store, catalog, actor, print }: SourceCommandParts,
  args: readonly string[],
): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { stage: { type: 'string', default: 'applied' } },
  });
  const begins = stageOf(values.stage);
  if (!begins) {
    print(USAGE);
    return EXIT_USAGE;
  }
  const registration = await registerCatalog(store, catalog, { by: actor, stage: begins });
  const { systems, streams, published, drafted } = registration;
  print(`${systems} 个系统、${streams} 个数据流已登记 / systems and streams registered`);
  for (const name of published) print(`  ${name}: 新映射已发布 / new mapping published`);
  for (const name of drafted)
    print(
      `  ${name}: 文件已存为草稿，现行版本由管理员发布 / kept as a draft, the active one is an administrator's`,
    );
  return 0;
}
