// The process that run-process.spec.ts starts and sends signals to; its first argument says how it is to behave.
import { createServer } from 'node:http';
import { readConfig } from '../src/config.ts';
import { createLogger } from '../src/logger.ts';
import { runProcess } from '../src/run-process.ts';
import { Shutdown } from '../src/shutdown.ts';

const log = createLogger({ service: 'test', level: 'info' });
const behaviour = process.argv[2];

runProcess(log, async () => {
  if (behaviour === 'bad-config')
    readConfig({ type: 'object', required: ['port'], properties: { port: { type: 'integer' } } }, {});
  if (behaviour === 'fails-to-start') throw new Error('no database');
  const shutdown = new Shutdown({ log, stepTimeoutMs: 200 });
  const server = createServer().listen(0, '127.0.0.1');
  shutdown.add('stop-accepting', 'server', () => void server.close());
  if (behaviour === 'hangs') shutdown.add('drain', 'hangs', () => new Promise<void>(() => {}));
  if (behaviour === 'slow')
    shutdown.add('drain', 'slow', () => new Promise<void>(() => setTimeout(() => {}, 60_000)));
  if (behaviour === 'rejects') setTimeout(() => void Promise.reject(new Error('nobody cares')), 10);
  if (behaviour === 'lingers') setInterval(() => {}, 60_000);
  log.info('test.started');
  return { stop: (reason) => shutdown.run(reason) };
});
