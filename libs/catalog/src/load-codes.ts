import { compileSchema, type CodeTable, type JsonObject } from '@exchange/contracts';
import type { FileReader } from './file-reader.ts';

const FOLDER = 'schemas/codes';

/** Reads `schemas/codes`; a list that breaks its meta-schema is reported and left out, one that contradicts itself is reported. */
export async function loadCodes(reader: FileReader, metaSchema: JsonObject): Promise<Map<string, CodeTable>> {
  const compiled = compileSchema(metaSchema);
  const tables = new Map<string, CodeTable>();
  for (const file of await reader.list(FOLDER, 'files')) {
    const path = `${FOLDER}/${file}`;
    const table = (await reader.json(path, compiled)) as unknown as CodeTable | undefined;
    if (!table) continue;
    for (const contradiction of contradictionsOf(table, file.replace(/\.json$/, '')))
      reader.report(path, contradiction);
    tables.set(table.name, table);
  }
  return tables;
}

function contradictionsOf(table: CodeTable, name: string): string[] {
  const found: string[] = [];
  if (table.name !== name) found.push(`is named "${table.name}"`);
  const codes = new Set(table.entries.map((entry) => entry.code));
  if (codes.size < table.entries.length) found.push('holds a code twice');
  const meaning = new Map<string, string>();
  for (const { code, zh, en, aliases, replacedBy, parent, validFrom, validUntil } of table.entries) {
    for (const label of new Set([code, zh, en, ...(aliases ?? [])])) {
      const other = meaning.get(label) ?? code;
      if (other !== code) found.push(`"${label}" means both "${other}" and "${code}"`);
      meaning.set(label, code);
    }
    if (replacedBy !== undefined && !codes.has(replacedBy))
      found.push(`"${code}" is replaced by the unknown "${replacedBy}"`);
    if (parent !== undefined && !codes.has(parent)) found.push(`"${code}" is under the unknown "${parent}"`);
    if (validFrom !== null && validUntil !== null && validFrom > validUntil)
      found.push(`"${code}" ends before it begins`);
  }
  return found;
}
