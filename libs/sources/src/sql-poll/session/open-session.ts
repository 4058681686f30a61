import type { Dialect, SessionSettings } from '../dialects/dialect.ts';
import type { SqlConnection } from '../sql-connection.ts';
import { openDmSession } from './dm-session.ts';
import type { SqlSession } from './sql-session.ts';
import { openTypeormSession } from './typeorm-session.ts';

/** @throws SourceError when no connection can be made */
export function openSession(
  dialect: Dialect,
  connection: SqlConnection,
  settings: SessionSettings,
): Promise<SqlSession> {
  return dialect.name === 'dm'
    ? openDmSession(dialect, connection, settings)
    : openTypeormSession(dialect, connection, settings);
}
