import { simulateOptions, type SimulateOptions } from './config.ts';
import { runSimulation } from './run-simulation.ts';

const options = readOptions();
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort());
await runSimulation(options, stopping.signal);
// Whatever a driver leaves behind must not keep the terminal waiting.
setTimeout(() => process.exit(), 3_000).unref();

function readOptions(): SimulateOptions {
  try {
    return simulateOptions(process.env, process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(64);
  }
}
