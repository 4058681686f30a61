import { lookup } from 'node:dns/promises';
import { connect } from 'node:net';
import { networkStep } from '../connecting/network-step.ts';
import type { ConnectionReport } from '../port.ts';
import { SourceError } from '../source-error.ts';
import type { SqlSourceOptions } from './sql-source-options.ts';
import { findLayout } from './reading/table-layout.ts';
import { CONNECT_TIMEOUT_MS } from './session/data-source-options.ts';
import { openSession } from './session/open-session.ts';
import type { SqlSession } from './session/sql-session.ts';
import { planReading } from './sql-plan.ts';
import { probeStatement } from './statements/table-reading.ts';

/** Goes the way to the table step by step, on a connection of its own, and says at which one it ends. Reads no row. */
export async function testSqlConnection(options: SqlSourceOptions): Promise<ConnectionReport> {
  let session: SqlSession | null = null;
  try {
    const { settings, connection, stream } = options;
    const plan = planReading(settings, connection, stream);
    await reach(connection.host, connection.port);
    session = await openSession(plan.dialect, connection, plan.session);
    const { reading, unknown } = await findLayout(session, plan);
    await session.query(probeStatement(reading));
    const more = unknown.length === 0 ? '' : `, +${unknown.length}`;
    return {
      isOk: true,
      seen: `${session.version}; ${plan.table}: ${reading.columns.length}${more} columns`,
    };
  } catch (error) {
    const { failed, zh, message } = error instanceof SourceError ? error : networkStep(error);
    return { isOk: false, failed, zh, en: message };
  } finally {
    await session?.close();
  }
}

/** Name and port by themselves: what a driver says of them differs from driver to driver. */
async function reach(host: string, port: number): Promise<void> {
  try {
    await lookup(host);
    await new Promise<void>((resolve, reject) => {
      const socket = connect({ host, port, timeout: CONNECT_TIMEOUT_MS }, () => {
        socket.destroy();
        resolve();
      });
      socket.once('error', reject);
      socket.once('timeout', () => {
        socket.destroy();
        reject(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' }));
      });
    });
  } catch (error) {
    throw networkStep(error);
  }
}
