import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

async function sourcesOfSettings(): Promise<string> {
  const apps = await readdir(join(root, 'apps'));
  const files = [
    ...apps.map((app) => join(root, 'apps', app, 'src/config.ts')),
    join(root, 'libs/event-log/src/event-log-config.ts'),
    join(root, 'libs/runtime/src/app-config.ts'),
  ];
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
  return texts.join('\n');
}

/** `DATABASE_URL_FILE` → `databaseUrl`. */
function propertyOf(variable: string): string {
  const words = variable
    .replace(/_FILE$/u, '')
    .toLowerCase()
    .split('_');
  return words.map((word, index) => (index === 0 ? word : word[0]!.toUpperCase() + word.slice(1))).join('');
}

describe('the compose file', () => {
  it('runs apps that are there', async () => {
    const compose = await readFile(join(root, 'deploy/compose.yaml'), 'utf8');
    const apps = [...compose.matchAll(/^ {4}command: \[([\w-]+)/gmu)].map((match) => match[1]);
    expect(new Set(apps)).toEqual(
      new Set(['setup', 'gateway', 'platform-feed', 'credit-linkage', 'command-centre']),
    );
    for (const app of apps) await readFile(join(root, 'apps', app!, 'src/main.ts'));
  });

  it('sets variables that the apps know', async () => {
    const compose = await readFile(join(root, 'deploy/compose.yaml'), 'utf8');
    const block = /environment: &environment\n((?: {4}\w.*\n)+)/u.exec(compose)?.[1] ?? '';
    const variables = [...block.matchAll(/^ {4}([A-Z_]+):/gmu)].map((match) => match[1]!);
    expect(variables).toContain('DATABASE_URL_FILE');
    const known = await sourcesOfSettings();
    for (const variable of variables) expect(known).toMatch(new RegExp(`\\b${propertyOf(variable)}\\b`, 'u'));
  });
});
