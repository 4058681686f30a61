import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ExchangeError, isJsonObject, type CompiledSchema, type JsonObject } from '@exchange/contracts';

/**
 * Reads the files of a catalogue and gathers what is wrong with them, so that one start shows every problem. Paths are
 * relative to the catalogue's directory, with `/`.
 */
export class FileReader {
  readonly directory: string;
  readonly problems: string[] = [];
  private readonly texts = new Map<string, string>();

  constructor(directory: string) {
    this.directory = directory;
  }

  report(path: string, message: string): void {
    this.problems.push(`${path}: ${message}`);
  }

  invalid(): ExchangeError {
    const { problems, directory } = this;
    const message = `the catalogue in ${directory} has ${problems.length} problem(s):\n${problems.join('\n')}`;
    return new ExchangeError('catalog-invalid', message, { retryable: false });
  }

  throwProblems(): void {
    if (this.problems.length > 0) throw this.invalid();
  }

  /** What goes wrong in `action` becomes a problem of the file; then the result is undefined. */
  attempt<T>(path: string, action: () => T): T | undefined {
    try {
      return action();
    } catch (error) {
      this.report(path, (error as Error).message);
      return undefined;
    }
  }

  /** Names in a folder, sorted; empty when there is no such folder. Dot files do not count. */
  async list(path: string, kind: 'folders' | 'files'): Promise<string[]> {
    try {
      const entries = await readdir(join(this.directory, path), { withFileTypes: true });
      const wanted = entries.filter((entry) => (kind === 'folders' ? entry.isDirectory() : entry.isFile()));
      return wanted
        .map((entry) => entry.name)
        .filter((name) => !name.startsWith('.'))
        .sort();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') this.report(path, (error as Error).message);
      return [];
    }
  }

  async text(path: string): Promise<string | undefined> {
    try {
      const text = await readFile(join(this.directory, path), 'utf8');
      this.texts.set(path, text);
      return text;
    } catch (error) {
      const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
      this.report(path, missing ? 'is missing' : (error as Error).message);
      return undefined;
    }
  }

  async json(path: string, schema?: CompiledSchema): Promise<JsonObject | undefined> {
    const text = await this.text(path);
    return text === undefined ? undefined : this.parse(path, text, schema);
  }

  parse(path: string, text: string, schema?: CompiledSchema): JsonObject | undefined {
    const value = this.attempt<unknown>(path, () => JSON.parse(text));
    if (value === undefined) return undefined;
    if (!isJsonObject(value)) {
      this.report(path, 'is not a JSON object');
      return undefined;
    }
    const problems = schema?.check(value) ?? [];
    for (const { at, message, params } of problems)
      this.report(path, `${at || '/'} ${message}${hintOf(params)}`);
    return problems.length > 0 ? undefined : value;
  }

  /** SHA-256 in hex over the paths and texts read so far. */
  digest(): string {
    const hash = createHash('sha256');
    for (const [path, text] of [...this.texts].sort(([a], [b]) => (a < b ? -1 : 1)))
      hash.update(`${path}\n${Buffer.byteLength(text)}\n`).update(text);
    return hash.digest('hex');
  }
}

/** Ajv's messages leave out which property was too much and which values are allowed. */
function hintOf(params: Readonly<Record<string, unknown>>): string {
  const hint = params['additionalProperty'] ?? params['allowedValue'] ?? params['allowedValues'];
  return hint === undefined ? '' : ` (${Array.isArray(hint) ? hint.join(', ') : String(hint)})`;
}
