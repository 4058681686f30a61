import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import {
  kafkaAvailable,
  startEmbeddedPostgres,
  startLocalKafka,
  type EmbeddedPostgres,
} from '@exchange/testing';
import type { DemoOptions } from '../config.ts';
import type { Stoppers } from './stoppers.ts';
import { say } from './terminal.ts';

export interface Infrastructure {
  readonly databaseUrl: string;
  /** What the apps' environment says of the event log. */
  readonly eventLogEnv: Readonly<Record<string, string>>;
  /** Base64 of 32 bytes, new for each demo. */
  readonly sealingKey: string;
  /** What the apps log. */
  readonly logFile: string;
  /** Files that systems drop, and the data of their servers. */
  readonly systemsDirectory: string;
  /** Folders in which servers and apps keep files. */
  readonly directories: readonly string[];
}

/** Starts PostgreSQL, and Kafka where it is asked for; null (with the reason printed) when Kafka cannot be had. */
export async function startInfrastructure(
  options: DemoOptions,
  stoppers: Stoppers,
): Promise<Infrastructure | null> {
  let eventLogEnv: Infrastructure['eventLogEnv'] = { EVENT_LOG: 'postgres', ...options.eventLogEnv };
  if (options.startKafka) {
    const available = await kafkaAvailable();
    if (!available.available) {
      say(
        `无法启动本地 Kafka，缺少：${available.missing.join('、')}；去掉 --kafka 即用 PostgreSQL 事件日志`,
        `cannot start a local Kafka, missing: ${available.missing.join(', ')}; without --kafka the event log is on PostgreSQL`,
      );
      return null;
    }
  }
  say('启动 PostgreSQL …', 'starting PostgreSQL');
  const postgres = await startPostgres(options.directory);
  if (!postgres) return null;
  stoppers.add('PostgreSQL', () => postgres.stop());
  // Not before: they may be those of a demo that runs.
  const logs = join(options.directory, 'logs');
  await rm(logs, { recursive: true, force: true });
  await mkdir(logs, { recursive: true });
  const systemsDirectory = join(options.directory, 'systems');
  await rm(systemsDirectory, { recursive: true, force: true });
  await mkdir(systemsDirectory, { recursive: true });
  const directories = [postgres.directory, logs];
  if (options.startKafka) {
    say('启动 Kafka …', 'starting Kafka');
    const directory = join(options.directory, 'kafka');
    await rm(directory, { recursive: true, force: true });
    const kafka = await startLocalKafka({ directory, persistent: false });
    stoppers.add('Kafka', () => kafka.stop());
    eventLogEnv = { EVENT_LOG: 'kafka', KAFKA_BROKERS: kafka.brokers };
    directories.push(directory);
  }
  return {
    databaseUrl: postgres.url,
    eventLogEnv,
    sealingKey: randomBytes(32).toString('base64'),
    logFile: join(logs, 'apps.log'),
    systemsDirectory,
    directories,
  };
}

/** Null (with the reason printed) where another demo has the folder. */
async function startPostgres(directory: string): Promise<EmbeddedPostgres | null> {
  try {
    return await startEmbeddedPostgres({
      directory: join(directory, 'postgres'),
      persistent: false,
      // The databases of the systems that are played are on it, too, each read through connections of its own.
      settings: { max_connections: '300' },
    });
  } catch (error) {
    const inUse = /in use by process (\d+)/u.exec(error instanceof Error ? error.message : '');
    if (!inUse) throw error;
    say(
      `演示已在运行（进程 ${inUse[1]}），请先结束它`,
      `a demo runs already (process ${inUse[1]}): end it first`,
    );
    return null;
  }
}
