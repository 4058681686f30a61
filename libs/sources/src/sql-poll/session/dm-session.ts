import { SourceError } from '../../source-error.ts';
import type { Dialect, SessionSettings, Statement } from '../dialects/dialect.ts';
import type { SqlRow } from '../reading/row-text.ts';
import type { SqlConnection } from '../sql-connection.ts';
import { CONNECT_TIMEOUT_MS } from './data-source-options.ts';
import { connectionGone, sqlFailure } from './sql-failure.ts';
import type { SqlSession } from './sql-session.ts';

/** What is used of the vendor's driver, whose interface is node-oracledb's. */
interface DmConnection {
  execute(text: string, values: readonly unknown[], options: object): Promise<{ rows?: SqlRow[] }>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
  close(): Promise<void>;
}
interface DmDriver {
  readonly OUT_FORMAT_OBJECT: number;
  getConnection(attributes: object): Promise<DmConnection>;
}

/** By a variable, so that the package is needed only where a DM8 is read: it is not published under a free licence. */
const DRIVER = 'dmdb';

/** A session on 达梦 DM8, for which TypeORM has no driver. No real server was tried. */
export async function openDmSession(
  dialect: Dialect,
  connection: SqlConnection,
  settings: SessionSettings,
): Promise<SqlSession> {
  const driver = await loadDriver();
  try {
    const wire = await driver.getConnection({
      connectString: `${connection.host}:${connection.port}`,
      user: connection.user,
      password: connection.password,
      schema: connection.schema ?? connection.database,
      connectTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: settings.statementTimeoutMs,
      autoCommit: false,
    });
    const session = new DmSession(wire, driver, dialect);
    await session.begin(dialect.session(settings, { version: '', isReadOnly: true }));
    return session;
  } catch (error) {
    throw sqlFailure(error, dialect);
  }
}

async function loadDriver(): Promise<DmDriver> {
  try {
    const loaded = (await import(DRIVER)) as { default: DmDriver };
    return loaded.default;
  } catch {
    throw new SourceError('settings', {
      zh: '未安装达梦数据库驱动，请在网关上安装 npm 包 dmdb',
      en: 'the driver of DM8 is not installed: install the npm package dmdb with the gateway',
    });
  }
}

class DmSession implements SqlSession {
  readonly #wire: DmConnection;
  readonly #driver: DmDriver;
  readonly #dialect: Dialect;
  #isClosed = false;
  version = '';

  constructor(wire: DmConnection, driver: DmDriver, dialect: Dialect) {
    this.#wire = wire;
    this.#driver = driver;
    this.#dialect = dialect;
  }

  async begin(statements: readonly string[]): Promise<void> {
    for (const text of statements) await this.#execute({ text, values: [] });
    const [row] = await this.query({ text: this.#dialect.versionQuery, values: [] });
    this.version = String(row?.['version'] ?? '');
  }

  query(statement: Statement): Promise<readonly SqlRow[]> {
    return this.#transaction([{ text: 'SET TRANSACTION READ ONLY', values: [] }, statement]);
  }

  async write(statements: readonly Statement[]): Promise<void> {
    await this.#transaction(statements);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#wire.close().catch(() => undefined);
  }

  /** Resolves with the rows of the last statement. */
  async #transaction(statements: readonly Statement[]): Promise<readonly SqlRow[]> {
    if (this.#isClosed) throw connectionGone(this.#dialect);
    try {
      let rows: readonly SqlRow[] = [];
      for (const statement of statements) rows = await this.#execute(statement);
      await this.#wire.commit();
      return rows;
    } catch (error) {
      await this.#wire.rollback().catch(() => undefined);
      throw sqlFailure(error, this.#dialect);
    }
  }

  async #execute({ text, values }: Statement): Promise<readonly SqlRow[]> {
    const options = { outFormat: this.#driver.OUT_FORMAT_OBJECT, autoCommit: false };
    return (await this.#wire.execute(text, values, options)).rows ?? [];
  }
}
