import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { kafkaAvailable } from '@exchange/testing';
import { benchMapping } from './bench-mapping.ts';
import { benchPostgresCeiling } from './bench-postgres-ceiling.ts';
import { benchKafkaCeiling } from './bench-kafka-ceiling.ts';
import { benchDeployment } from './bench-deployment.ts';
import { printTable, type Figure } from './figures.ts';

/**
 * `npm run bench`: every figure beside the ceiling measured in the same run. Prints a table and writes bench/results.json.
 * Nothing here is a test: figures are compared by people, on a machine that they know.
 */
const figures: Figure[] = [];
figures.push(...(await benchMapping()));
const postgresCeiling = await benchPostgresCeiling();
figures.push(postgresCeiling);
figures.push(...(await benchDeployment({ kind: 'postgres' }, postgresCeiling)));
const kafka = await kafkaAvailable();
if (kafka.available) {
  figures.push(...(await benchDeployment({ kind: 'kafka', ceiling: benchKafkaCeiling }, null)));
} else {
  console.log(`Kafka is not measured, missing: ${kafka.missing.join(', ')}`);
}
printTable(figures);
const machine = {
  cpus: cpus().length,
  model: cpus()[0]?.model ?? '',
  node: process.version,
  date: new Date().toISOString(),
};
await writeFile('bench/results.json', `${JSON.stringify({ machine, figures }, null, 2)}\n`);
