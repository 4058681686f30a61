import { chmod, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { CHUNK_RECORDS, type Wire, type WireRow } from './wire.ts';

const FILE_ROWS = 500;

/** GBK CSV files in a folder, several chunks each. */
export const fileWire: Wire = {
  kind: 'file',
  source: {
    kind: 'file',
    format: 'csv',
    charset: 'gbk',
    schedule: { everySeconds: 1 },
    file: { patterns: ['orders_*.csv'], ready: { kind: 'renamed' }, rowsMax: CHUNK_RECORDS },
  },
  missing: () => Promise.resolve(''),
  start: async () => {
    const directory = await mkdtemp(join(tmpdir(), 'wire-files-'));
    await chmod(directory, 0o755);
    return {
      connection: { kind: 'folder', directory },
      hasUnreadable: true,
      bytesOf: lineOf,
      put: async (run, rows) => {
        for (const [name, part] of filesOf(run, rows)) {
          const lines = [headOf(part[0]!), ...part.map(lineOf)];
          const path = join(directory, `${name}.tmp`);
          await writeFile(path, Buffer.concat(lines.flatMap((line) => [line, NEW_LINE])));
          await rename(path, join(directory, name));
        }
      },
      leftOver: async (run, rows) => {
        const names = await readdir(directory, { recursive: true });
        const expected = [...filesOf(run, rows).keys()];
        const waiting = names.filter((name) => expected.includes(name));
        const taken = names.filter((name) => name.startsWith('archive/'));
        const missing = expected.filter((name) => !taken.some((path) => path.endsWith(`/${name}`)));
        return [...waiting, ...missing].join(', ');
      },
      end: () => rm(directory, { recursive: true }),
    };
  },
};

const NEW_LINE = Buffer.from('\r\n');

function filesOf(run: number, rows: readonly WireRow[]): Map<string, readonly WireRow[]> {
  const files = new Map<string, readonly WireRow[]>();
  for (let from = 0; from < rows.length; from += FILE_ROWS)
    files.set(`orders_${run}_${String(from).padStart(6, '0')}.csv`, rows.slice(from, from + FILE_ROWS));
  return files;
}

function headOf({ value }: WireRow): Buffer {
  return iconv.encode(Object.keys(value).join(','), 'gbk');
}

/** An unreadable row has one cell more than the file has columns. */
function lineOf({ value, isUnreadable }: WireRow): Buffer {
  return iconv.encode([...Object.values(value), ...(isUnreadable ? ['x'] : [])].join(','), 'gbk');
}
