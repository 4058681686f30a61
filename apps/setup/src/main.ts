import { exitOnBadConfig } from '@exchange/runtime';
import { setupConfig } from './config.ts';
import { runCommand } from './run-command.ts';

const config = exitOnBadConfig(() => setupConfig(process.env));
process.exitCode = await runCommand(config, process.argv.slice(2), (line) =>
  process.stdout.write(`${line}\n`),
);
