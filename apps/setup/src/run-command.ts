import { parseArgs } from 'node:util';
import { loadCatalog } from '@exchange/catalog';
import { ExchangeError } from '@exchange/contracts';
import type { AccessScope } from '@exchange/access';
import { migratePostgresEventLog } from '@exchange/event-log';
import { AccessRegistry, localSealer, migrateStore, openStore, type Store } from '@exchange/store';
import type { SetupConfig } from './config.ts';
import { issueReader, issueSystemKey } from './issue-access.ts';
import {
  connect,
  printDrift,
  printHandoverDdl,
  printSources,
  resume,
  testConnection,
  type SourceCommandParts,
} from './source-commands.ts';
import { registerCatalog } from './register-catalog.ts';

const USAGE = `用法 / Usage: setup <command>
  migrate                                   建立或升级数据表 / create or upgrade the tables
  register                                  登记 adapters/ 中的系统与映射 / register the systems and mappings of adapters/
  issue-key <system> [--kind api-key|hmac-sha256|hmac-sm3] [--days N]
                                            发放系统密钥，只显示一次 / issue a key of a system, shown once
  issue-token <name> [--topics a,b] [--jurisdictions a,b] [--departments a,b] [--unmasked] [--days N]
                                            发放读取令牌，只显示一次 / issue a reader's token, shown once
  connect <system> <file.json>              设置由网关读取的系统的连接参数 / set the connection of a system that the gateway reads
  test-connection <system>                  测试连接，指出失败的步骤 / test it and name the step that fails
  sources                                   各数据源的读取状况 / how the sources fare
  drift                                     各数据流与约定结构的差异 / where the streams differ from their schemas
  handover-ddl <system> <stream> <dialect>   前置库建表脚本 / script of the hand-over tables: postgres kingbase mysql sqlserver oracle dm
  resume <system> <stream>                  让暂停的数据源继续 / let a paused source go on
  revoke <id>                               立即吊销密钥或令牌 / revoke a key or token at once`;

const EXIT_USAGE = 64;
const DAY_MS = 86_400_000;
const KINDS = ['api-key', 'hmac-sha256', 'hmac-sm3'] as const;

type Print = (line: string) => void;

/** Runs one set-up command; resolves with the exit code. Until the admin API is there, this is how access is given. */
export async function runCommand(
  config: SetupConfig,
  args: readonly string[],
  print: Print,
): Promise<number> {
  const [command, ...rest] = args;
  try {
    switch (command) {
      case 'migrate':
        return await migrate(config, print);
      case 'register':
        return await withStore(config, (store) => register(store, config, print));
      case 'issue-key':
        return await withStore(config, (store) => issueKey(store, config, rest, print));
      case 'issue-token':
        return await withStore(config, (store) => issueToken(store, config, rest, print));
      case 'connect':
        return await withSources(config, print, (parts) => connect(parts, rest[0] ?? '', rest[1] ?? ''));
      case 'test-connection':
        return await withSources(config, print, (parts) => testConnection(parts, rest[0] ?? ''));
      case 'sources':
        return await withSources(config, print, printSources);
      case 'drift':
        return await withSources(config, print, printDrift);
      case 'handover-ddl':
        return await printHandoverDdl(config, rest, print);
      case 'resume':
        return await withSources(config, print, (parts) => resume(parts, rest[0] ?? '', rest[1] ?? ''));
      case 'revoke':
        return await withStore(config, async (store) => {
          const isRevoked = await new AccessRegistry(store).revoke(rest[0] ?? '', config.actor);
          print(isRevoked ? '已吊销 / revoked' : '没有这个有效的密钥或令牌 / no such valid key or token');
          return isRevoked ? 0 : 1;
        });
      default:
        print(USAGE);
        return EXIT_USAGE;
    }
  } catch (error) {
    if (error instanceof ExchangeError) print(error.message);
    else if (error instanceof TypeError && 'code' in error) print(`${error.message}\n${USAGE}`);
    else throw error;
    return 1;
  }
}

async function withStore(config: SetupConfig, work: (store: Store) => Promise<number>): Promise<number> {
  const settings = {
    url: config.databaseUrl,
    applicationName: 'setup',
    connectionsMax: 2,
    onIdleError: () => undefined,
  };
  const store = await openStore(settings);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

async function withSources(
  config: SetupConfig,
  print: Print,
  work: (parts: SourceCommandParts) => Promise<number>,
): Promise<number> {
  const catalog = await loadCatalog(config.catalogDirectory);
  const sealer = localSealer(Buffer.from(config.sealingKey, 'base64'));
  return withStore(config, (store) => work({ store, sealer, catalog, actor: config.actor, print }));
}

async function migrate(config: SetupConfig, print: Print): Promise<number> {
  const run = await migrateStore(config.databaseUrl, new Date());
  if (config.eventLog === 'postgres') await migratePostgresEventLog(config.databaseUrl);
  print(`${run.length} 个迁移已执行 / migrations run${run.map((name) => `\n  ${name}`).join('')}`);
  return 0;
}

async function register(store: Store, config: SetupConfig, print: Print): Promise<number> {
  const { systems, streams, published, drafted } = await registerCatalog(
    store,
    await loadCatalog(config.catalogDirectory),
    config.actor,
  );
  print(`${systems} 个系统、${streams} 个数据流已登记 / systems and streams registered`);
  for (const name of published) print(`  ${name}: 新映射已发布 / new mapping published`);
  for (const name of drafted)
    print(
      `  ${name}: 文件已存为草稿，现行版本由管理员发布 / kept as a draft, the active one is an administrator's`,
    );
  return 0;
}

async function issueKey(store: Store, config: SetupConfig, args: string[], print: Print): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { kind: { type: 'string', default: 'api-key' }, days: { type: 'string' } },
  });
  const system = positionals[0];
  const kind = KINDS.find((known) => known === values.kind);
  if (!system || !kind) {
    print(USAGE);
    return EXIT_USAGE;
  }
  const catalog = await loadCatalog(config.catalogDirectory);
  if (!catalog.systems.has(system)) {
    print(`没有系统 ${system}；现有 / no such system; there are: ${[...catalog.systems.keys()].join(', ')}`);
    return 1;
  }
  const sealer = localSealer(Buffer.from(config.sealingKey, 'base64'));
  const issued = await issueSystemKey(
    store,
    sealer,
    { system, kind, expiresAt: expiry(values.days) },
    config.actor,
  );
  print(`id      ${issued.id}\nsecret  ${issued.secret}`);
  return 0;
}

async function issueToken(store: Store, config: SetupConfig, args: string[], print: Print): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      topics: { type: 'string' },
      jurisdictions: { type: 'string' },
      departments: { type: 'string' },
      unmasked: { type: 'boolean', default: false },
      days: { type: 'string' },
    },
  });
  const name = positionals[0];
  if (!name) {
    print(USAGE);
    return EXIT_USAGE;
  }
  const scope: AccessScope = {
    topics: values.topics?.split(',') ?? 'all',
    jurisdictions: values.jurisdictions?.split(',') ?? 'district',
    departments: values.departments?.split(',') ?? 'all',
    unmasked: values.unmasked,
  };
  const issued = await issueReader(store, { name, scope, expiresAt: expiry(values.days) }, config.actor);
  print(`id      ${issued.id}\ntoken   ${issued.secret}`);
  return 0;
}

function expiry(days: string | undefined): Date | null {
  if (days === undefined) return null;
  if (!/^[1-9]\d{0,4}$/u.test(days))
    throw Object.assign(new TypeError('--days: 1 … 99999'), { code: 'ERR_DAYS' });
  return new Date(Date.now() + Number(days) * DAY_MS);
}
