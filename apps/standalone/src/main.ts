import { demoOptions, type DemoOptions } from './config.ts';
import { runDemo } from './demo/run-demo.ts';

const options = readOptions();
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // A second signal ends at once.
    if (stopping.signal.aborted) process.exit(130);
    stopping.abort();
  });
}
process.exitCode = (await runDemo(options, stopping.signal)).exitCode;
// Whatever a driver leaves behind must not keep the terminal waiting.
setTimeout(() => process.exit(), 3_000).unref();

function readOptions(): DemoOptions {
  try {
    return demoOptions(process.env, process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(64);
  }
}
