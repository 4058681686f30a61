import { loadCatalog } from './load-catalog.ts';
import { findStream, mappingContext } from './mapping-context.ts';
import { PinnedParts, pinContext, unpinContext } from './pinned-context.ts';

test('versions that were pinned to the same lists and schemas share them, and a changed one has its own', async () => {
  const catalog = await loadCatalog('.');
  const [system, stream] = ['gas-safety', 'inspections'];
  const entry = findStream(catalog, system, stream)!;
  const context = mappingContext(catalog, system, stream)!;
  const parts = new PinnedParts();
  const version = { system, stream, sourceSchema: entry.sourceSchema, metaSchema: context.metaSchema };
  const text = pinContext(context, entry.manifest.subjects);
  const first = unpinContext(text, version, parts);
  const again = unpinContext(text, version, parts);
  const changed = unpinContext(text.replaceAll('湖塘镇', '湖塘新镇'), version, parts);
  const towns = ({ codes }: typeof first): string[] =>
    codes.get('jurisdictions')!.entries.map(({ zh }) => zh);
  expect(first.subjects.size).toBeGreaterThan(0);
  for (const [name, subject] of first.subjects) expect(again.subjects.get(name)).toBe(subject);
  for (const [name, table] of first.codes) expect(again.codes.get(name)).toBe(table);
  expect(towns(first)).toContain('湖塘镇');
  expect(towns(changed)).toContain('湖塘新镇');
});
