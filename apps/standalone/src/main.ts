import { demoOptions } from './config.ts';
import { runDemo } from './demo/run-demo.ts';
import { runUntilStopped } from './systems/run-until-stopped.ts';

await runUntilStopped(
  () => demoOptions(process.env, process.argv.slice(2)),
  async (options, stop) => (await runDemo(options, stop)).exitCode,
);
