import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** One of each wire, of files and databases each kind, and of those that push one by HTTP and one whose samples are blocked. */
export const SYSTEMS = [
  'city-enforcement',
  'gas-safety',
  'enforcement-roster',
  'market-registration',
  'campus-safety',
  'outdoor-advertising',
  'private-schools',
  'muck-trucks',
  'school-buses',
  'training-institutions',
];

/** A folder with the schemas and these adapters; whoever asks for it removes it. */
export async function smallCatalog(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'demo-test-'));
  await cp(join(ROOT, 'schemas'), join(directory, 'schemas'), { recursive: true });
  for (const system of SYSTEMS)
    await cp(join(ROOT, 'adapters', system), join(directory, 'adapters', system), { recursive: true });
  return directory;
}
