import { DEMO_DIRECTORY, findDemo } from '../systems/running-demo.ts';
import { simulateOptions, type SimulateOptions } from './config.ts';
import { runSimulation } from './run-simulation.ts';

const options = await readOptions();
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // A second signal ends at once.
    if (stopping.signal.aborted) process.exit(130);
    stopping.abort();
  });
}
process.exitCode = await runSimulation(options, stopping.signal);
// Whatever a driver leaves behind must not keep the terminal waiting.
setTimeout(() => process.exit(), 3_000).unref();

async function readOptions(): Promise<SimulateOptions> {
  try {
    return simulateOptions(process.env, process.argv.slice(2), await findDemo(DEMO_DIRECTORY));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(64);
  }
}
