import { DEMO_DIRECTORY, findDemo } from '../systems/running-demo.ts';
import { runUntilStopped } from '../systems/run-until-stopped.ts';
import { simulateOptions } from './config.ts';
import { runSimulation } from './run-simulation.ts';

await runUntilStopped(
  async () => simulateOptions(process.env, process.argv.slice(2), await findDemo(DEMO_DIRECTORY)),
  runSimulation,
);
