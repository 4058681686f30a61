// Writes the TypeScript types of what schemas/ promises into libs/contracts/src/generated; with --check it writes nothing
// and fails when they differ from what lies there.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compile, type JSONSchema } from 'json-schema-to-typescript';

type Json = string | number | boolean | null | Json[] | { [name: string]: Json };
type JsonObject = { [name: string]: Json };

const root = join(import.meta.dirname, '..');
const schemas = join(root, 'schemas');
const target = join(root, 'libs/contracts/src/generated');
const BANNER = '// Generated from schemas/ by scripts/generate-types.ts; do not edit.\n';
const RESERVED = ['codes', 'defs', 'meta'];

const files = await generate();
const stale = await compare(files);
if (!process.argv.includes('--check')) {
  await write(files, stale);
  console.log(`${files.size} generated files, ${stale.length} changed`);
} else if (stale.length > 0) {
  console.error(`generated types are out of date (run: npm run generate):\n${stale.join('\n')}`);
  process.exitCode = 1;
}

async function generate(): Promise<Map<string, string>> {
  const generated = new Map<string, string>();
  generated.set('codes.ts', await codeTypes());
  generated.set('defs.ts', await definitionTypes());
  const subjects: Array<{ key: string; file: string; type: string }> = [];
  for (const { subject, major, path } of await subjectFiles()) {
    const type = `${pascal(subject)}V${major}`;
    const file = major === '1' ? subject : `${subject}.v${major}`;
    const schema = JSON.parse(await readFile(path, 'utf8')) as JsonObject;
    generated.set(`${file}.ts`, await typesOf(type, schema));
    subjects.push({ key: `${subject}.v${major}`, file, type });
  }
  const imports = subjects.map(({ file, type }) => `import type { ${type} } from './${file}.ts';\n`).join('');
  const members = subjects.map(({ key, type }) => `  '${key}': ${type};\n`).join('');
  const names = subjects.map(({ type }) => `  ${type},\n`).join('');
  generated.set(
    'subjects.ts',
    `${BANNER}${imports}\n/** The record of each subject. */\nexport interface SubjectRecords {\n${members}}\n\nexport type {\n${names}};\n`,
  );
  return generated;
}

async function subjectFiles(): Promise<Array<{ subject: string; major: string; path: string }>> {
  const found: Array<{ subject: string; major: string; path: string }> = [];
  const folders = await readdir(schemas, { withFileTypes: true });
  for (const { name: subject } of folders.filter(
    (entry) => entry.isDirectory() && !RESERVED.includes(entry.name),
  ))
    for (const file of await readdir(join(schemas, subject))) {
      const major = /^v([1-9][0-9]*)\.schema\.json$/.exec(file)?.[1];
      if (major !== undefined) found.push({ subject, major, path: join(schemas, subject, file) });
    }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function codeTypes(): Promise<string> {
  let text = BANNER;
  for (const file of (await readdir(join(schemas, 'codes'))).sort()) {
    const table = JSON.parse(await readFile(join(schemas, 'codes', file), 'utf8')) as {
      name: string;
      title: { zh: string; en: string };
      entries: Array<{ code: string; zh: string }>;
    };
    const members = table.entries.map(({ code, zh }) => `\n  /* ${zh} */ | '${code}'`).join('');
    text += `\n/** ${table.title.zh} / ${table.title.en} */\nexport type ${codeType(table.name)} =${members};\n`;
  }
  return text;
}

async function definitionTypes(): Promise<string> {
  const parts: string[] = [];
  const used = new Set<string>();
  for (const file of (await readdir(join(schemas, 'defs'))).sort()) {
    const schema = JSON.parse(await readFile(join(schemas, 'defs', file), 'utf8')) as JsonObject;
    const name = pascal(file.replace(/\.schema\.json$/, ''));
    parts.push(await compileTypes(name, schema, used));
  }
  return `${BANNER}${importOf('./codes.ts', [...used].filter(isCodeType))}\n${parts.join('\n')}`;
}

async function typesOf(name: string, schema: JsonObject): Promise<string> {
  const used = new Set<string>();
  const body = await compileTypes(name, schema, used);
  const codes = importOf('./codes.ts', [...used].filter(isCodeType));
  const shapes = importOf(
    './defs.ts',
    [...used].filter((type) => !isCodeType(type)),
  );
  return `${BANNER}${codes}${shapes}\n${body}`;
}

async function compileTypes(name: string, schema: JsonObject, used: Set<string>): Promise<string> {
  const plain = plainSchema(schema, used) as JsonObject;
  delete plain['$id'];
  plain['title'] = name;
  return compile(plain as JSONSchema, name, {
    bannerComment: '',
    additionalProperties: false,
    ignoreMinAndMaxItems: true,
    style: { singleQuote: true, printWidth: 110, trailingComma: 'all' },
  });
}

/** The schema with codes and shared shapes as references to their types, and bilingual titles as descriptions. */
function plainSchema(node: Json, used: Set<string>): Json {
  if (Array.isArray(node)) return node.map((item) => plainSchema(item, used));
  if (typeof node !== 'object' || node === null) return node;
  const plain: JsonObject = {};
  for (const [name, value] of Object.entries(node))
    if (!name.startsWith('x-') && name !== 'title' && name !== 'if' && name !== 'then')
      plain[name] = plainSchema(value, used);
  const { 'x-title': title, 'x-description': description, 'x-code': table, $ref: reference } = node;
  const lines = [title, description].map(bothLanguages).filter((line) => line !== '');
  if (lines.length > 0) plain['description'] = lines.join('\n');
  const type =
    typeof table === 'string'
      ? codeType(table)
      : typeof reference === 'string'
        ? pascal(reference.slice('/defs/'.length))
        : undefined;
  if (type === undefined) return plain;
  used.add(type);
  return {
    ...(plain['description'] === undefined ? {} : { description: plain['description'] }),
    tsType: type,
  };
}

function bothLanguages(text: Json | undefined): string {
  if (typeof text !== 'object' || text === null || Array.isArray(text)) return '';
  return `${String(text['zh'])} / ${String(text['en'])}`;
}

function importOf(path: string, types: string[]): string {
  return types.length === 0 ? '' : `import type { ${types.sort().join(', ')} } from '${path}';\n`;
}

function codeType(table: string): string {
  return `${pascal(table)}Code`;
}

function isCodeType(type: string): boolean {
  return type.endsWith('Code');
}

function pascal(name: string): string {
  return name
    .split('-')
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
}

/** Names of the files that are missing, different or left over. */
async function compare(wanted: ReadonlyMap<string, string>): Promise<string[]> {
  const present = await readdir(target).catch(() => []);
  const left = present.filter((file) => !wanted.has(file));
  const texts = await Promise.all(
    [...wanted].map(async ([file, text]) => {
      const old = await readFile(join(target, file), 'utf8').catch(() => undefined);
      return old === text ? [] : [file];
    }),
  );
  return [...texts.flat(), ...left];
}

async function write(wanted: ReadonlyMap<string, string>, changed: readonly string[]): Promise<void> {
  await mkdir(target, { recursive: true });
  for (const file of changed) {
    const text = wanted.get(file);
    if (text === undefined) await rm(join(target, file));
    else await writeFile(join(target, file), text);
  }
}
