import { resolve } from 'node:path';
import { compileSchema } from '@exchange/contracts';
import type { Catalog } from './catalog.ts';
import { FileReader } from './file-reader.ts';
import { readMeta, readSchemas } from './load-schemas.ts';
import { loadSystems } from './load-systems.ts';

/**
 * Reads and checks everything under `directory` (the folder that holds `adapters/` and `schemas/`). Mappings are read, not
 * compiled: `compileMapping` takes what `mappingContext` gives. Throws one `catalog-invalid` that names every file with a
 * problem, one problem a line.
 *
 * @param options.isRegistered its systems were checked when they were registered: their source schemas are not compiled once
 * more, which takes most of the time
 */
export async function loadCatalog(
  directory: string,
  { isRegistered = false }: { readonly isRegistered?: boolean } = {},
): Promise<Catalog> {
  const reader = new FileReader(resolve(directory));
  const { subjects, examples, codes } = await readSchemas(reader);
  const mappingMetaSchema = await readMeta(reader, 'mapping');
  const manifestSchema = compileSchema(await readMeta(reader, 'adapter', codes));
  const systems = await loadSystems(reader, { manifestSchema, subjects, compilesSources: !isRegistered });
  reader.throwProblems();
  return {
    directory: reader.directory,
    subjects,
    examples,
    codes,
    mappingMetaSchema,
    systems,
    digest: reader.digest(),
  };
}
