import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '@exchange/contracts';
import { ConfigError, configReport, envName, readConfig } from './config.ts';

interface Settings {
  httpPort: number;
  databaseUrl: string;
  kafkaBrokers: string[];
  eventLog: 'postgres' | 'kafka';
  tracing: boolean;
  adminKey?: string;
}

const SCHEMA: JsonObject = {
  type: 'object',
  additionalProperties: false,
  required: ['databaseUrl'],
  properties: {
    httpPort: { type: 'integer', minimum: 0, maximum: 65535, default: 8080 },
    databaseUrl: { type: 'string', writeOnly: true, minLength: 10 },
    kafkaBrokers: { type: 'array', items: { type: 'string' }, default: [] },
    eventLog: { type: 'string', enum: ['postgres', 'kafka'], default: 'postgres' },
    tracing: { type: 'boolean', default: false },
    adminKey: { type: 'string', writeOnly: true },
  },
};

const DATABASE_URL = 'postgres://user:secret@host/db';

function problemsOf(env: Record<string, string>): ConfigError {
  try {
    readConfig<Settings>(SCHEMA, env);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('the configuration was accepted');
}

describe('readConfig', () => {
  test('gives defaults for what is not set, and a frozen object', () => {
    const config = readConfig<Settings>(SCHEMA, { DATABASE_URL, UNRELATED: 'x' });
    expect(config).toEqual({
      httpPort: 8080,
      databaseUrl: DATABASE_URL,
      kafkaBrokers: [],
      eventLog: 'postgres',
      tracing: false,
    });
    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.isFrozen(config.kafkaBrokers)).toBe(true);
  });

  test('coerces text to the type of the property and splits lists', () => {
    const config = readConfig<Settings>(SCHEMA, {
      DATABASE_URL,
      HTTP_PORT: '0',
      TRACING: 'true',
      KAFKA_BROKERS: 'a:9092, b:9092,',
    });
    expect(config).toMatchObject({ httpPort: 0, tracing: true, kafkaBrokers: ['a:9092', 'b:9092'] });
  });

  test('an empty variable counts as unset', () => {
    expect(readConfig<Settings>(SCHEMA, { DATABASE_URL, HTTP_PORT: '' }).httpPort).toBe(8080);
  });

  test('reports every problem at once, under the names of the environment', () => {
    const error = problemsOf({ HTTP_PORT: '70000', EVENT_LOG: 'rabbit', TRACING: 'perhaps' });
    expect(error.problems.map(({ name }) => name).sort()).toEqual([
      'DATABASE_URL',
      'EVENT_LOG',
      'HTTP_PORT',
      'TRACING',
    ]);
  });

  test('the report is in both languages and never shows a secret', () => {
    const report = configReport(problemsOf({ DATABASE_URL: 'hunter2', HTTP_PORT: 'abc' }));
    expect(report).toContain('DATABASE_URL: 不得少于 10 个字符');
    expect(report).toContain('HTTP_PORT: 类型应为 integer / must be integer');
    expect(report).not.toContain('hunter2');
  });

  test('takes a secret from a file, and says so when the file cannot be read', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'config-')), 'url');
    writeFileSync(file, `${DATABASE_URL}\n`);
    expect(readConfig<Settings>(SCHEMA, { DATABASE_URL_FILE: file }).databaseUrl).toBe(DATABASE_URL);
    const { problems } = problemsOf({ DATABASE_URL_FILE: `${file}.absent` });
    expect(problems.map(({ name }) => name)).toEqual(['DATABASE_URL_FILE']);
  });

  test('a setting that is no secret is not read from a file', () => {
    expect(readConfig<Settings>(SCHEMA, { DATABASE_URL, HTTP_PORT_FILE: '/etc/hostname' }).httpPort).toBe(
      8080,
    );
  });

  test('names follow the words of the property', () => {
    expect(envName('hmacSm3Key')).toBe('HMAC_SM3_KEY');
    expect(envName('url')).toBe('URL');
  });
});
