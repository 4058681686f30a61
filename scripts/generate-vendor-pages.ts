// Writes a page for each system's vendor into docs/vendors; with --check it writes nothing and fails when they differ.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readSystems } from './vendor-pages/adapter-files.ts';
import { vendorPage } from './vendor-pages/page.ts';

const root = join(import.meta.dirname, '..');
const target = join(root, 'docs/vendors');

await mkdir(target, { recursive: true });
const pages = new Map<string, string>();
const systems = await readSystems(root);
for (const system of systems) pages.set(`${system.id}.md`, vendorPage(system));
pages.set('README.md', indexPage());

const stale: string[] = [];
for (const [file, text] of pages) {
  if ((await readFile(join(target, file), 'utf8').catch(() => null)) !== text) stale.push(file);
}
const gone = (await readdir(target)).filter((file) => !pages.has(file));
if (process.argv.includes('--check')) {
  if (stale.length + gone.length > 0) {
    console.error(`vendor pages are out of date (run: npm run generate):\n${[...stale, ...gone].join('\n')}`);
    process.exitCode = 1;
  }
} else {
  for (const file of stale) await writeFile(join(target, file), pages.get(file)!);
  for (const file of gone) await rm(join(target, file));
  console.log(`${pages.size} vendor pages, ${stale.length} changed`);
}

function indexPage(): string {
  const rows = systems.map(
    ({ id, name, department, streams }) =>
      `| [${name.zh}<br>${name.en}](${id}.md) | ${department.zh} | ${[...new Set(streams.map(({ source }) => source.kind))].join(', ')} | ${streams.map((stream) => stream.name.zh).join('、')} |`,
  );
  return (
    [
      '# 各系统接入说明 How each system connects',
      '本目录由 `npm run generate` 根据 `adapters/` 生成。\n\nWritten by `npm run generate` from `adapters/`.',
      ['| 系统 System | 部门 Department | 方式 Kind | 数据流 Streams |', '|---|---|---|---|', ...rows].join(
        '\n',
      ),
    ].join('\n\n') + '\n'
  );
}
