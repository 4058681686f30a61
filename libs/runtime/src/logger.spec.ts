import { Logger as NestLogger } from '@nestjs/common';
import { createLogger, type LogFields, type Logger, type LogLevel } from './logger.ts';
import { nestLogger } from './nest-logger.ts';

function recording(level: LogLevel = 'debug'): { log: Logger; lines: Array<Record<string, unknown>> } {
  const lines: Array<Record<string, unknown>> = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line)) };
  return { log: createLogger({ service: 'gateway', level, destination }), lines };
}

describe('createLogger', () => {
  test('writes one JSON line with a fixed event name and its fields', () => {
    const { log, lines } = recording();
    log.info('receipt.completed', { system: 'hotline-12345', records: 3, pending: false });
    expect(lines).toEqual([
      expect.objectContaining({
        level: 'info',
        service: 'gateway',
        event: 'receipt.completed',
        system: 'hotline-12345',
        records: 3,
        pending: false,
      }),
    ]);
    expect(lines[0]?.['time']).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
  });

  test('lines below the level are not written', () => {
    const { log, lines } = recording('warn');
    log.info('receipt.completed');
    expect(lines).toEqual([]);
  });

  test('an object that slipped past the types is left out, long text is cut', () => {
    const { log, lines } = recording();
    log.info('receipt.completed', {
      record: { name: '某人' },
      text: 'x'.repeat(5_000),
    } as unknown as LogFields);
    expect(lines[0]).toMatchObject({ record: '[left out]', text: 'x'.repeat(1_000) });
  });

  test('describes an error and its causes without the values that database and parser messages quote', () => {
    const { log, lines } = recording();
    const database = Object.assign(new Error('duplicate key value: 320483198001011234'), { code: '23505' });
    log.error('store.failed', {}, new Error('could not store', { cause: database }));
    let parsing: unknown;
    try {
      JSON.parse('{"name": 张三}');
    } catch (error) {
      parsing = error;
    }
    log.error('store.failed', {}, parsing);
    const text = JSON.stringify(lines);
    expect(lines[0]).toMatchObject({
      'exception.message': 'could not store ← SQLSTATE 23505 (text left out)',
    });
    expect(text).not.toContain('320483198001011234');
    expect(text).not.toContain('张三');
    expect(lines[0]?.['exception.stacktrace']).toContain('logger.spec.ts');
  });

  test('a logger with fields adds them to each line', () => {
    const { log, lines } = recording();
    log.with({ topic: 'wujin.filing.v1' }).warn('log.slow', { ms: 12 });
    expect(lines[0]).toMatchObject({ topic: 'wujin.filing.v1', ms: 12 });
  });

  test('what Nest says goes the same way, its chatter as debug', () => {
    const { log, lines } = recording();
    const nest = nestLogger(log);
    nest.log('Application started', 'NestApplication');
    nest.error(new TypeError('broken'), undefined, 'Injector');
    nest.warn('careful', NestLogger.name);
    expect(lines).toEqual([
      expect.objectContaining({ level: 'debug', event: 'nest.message', context: 'NestApplication' }),
      expect.objectContaining({
        level: 'error',
        event: 'nest.failure',
        'error.type': 'TypeError',
        context: 'Injector',
      }),
      expect.objectContaining({ level: 'warn', event: 'nest.warning', message: 'careful' }),
    ]);
  });
});
