import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '@exchange/contracts';
import type { FileSettings } from '@exchange/sources';
import { fileNames } from './file-names.ts';
import { fingerprintOf } from './fingerprint.ts';
import { LeftOut, type Plan, type PlayedStream, type Simulator, type SystemDocument } from './simulator.ts';

/** A folder that files are dropped into, and how the gateway is told of it. */
export interface DropFolder {
  readonly connection: JsonObject;
  /** Absolute path on this machine. */
  readonly directory: string;
}

/** Where the folders of the systems are: a local folder, or behind an SFTP server. */
export type DropFolderOf = (system: string) => Promise<DropFolder>;

/** Plays systems that drop files: under names, in folders and with the marks of readiness that their settings say. */
export class FileSimulator implements Simulator {
  readonly needsReader = false;
  readonly #folderOf: DropFolderOf;
  readonly #folders = new Map<string, Promise<DropFolder>>();
  /** Digests of what was dropped, by stream: the same content again is archived without any effect. */
  readonly #dropped = new Map<string, Set<string>>();
  #count = 0;

  constructor(folderOf: DropFolderOf) {
    this.#folderOf = folderOf;
  }

  async connect(system: string): Promise<JsonObject> {
    // Files are written in an instant here.
    return { ...(await this.#folder(system)).connection, stableSeconds: 1 };
  }

  standIn(): null {
    return null;
  }

  async plan(stream: PlayedStream, documents: readonly SystemDocument[]): Promise<Plan> {
    const settings = stream.entry.source.file as unknown as FileSettings;
    const leftOut = new LeftOut();
    const files: Array<{ name: string; document: SystemDocument }> = [];
    const dropped = this.#droppedOf(stream);
    for (const document of documents) {
      const [name] = fileNames(document.name, settings, this.#count + 1);
      const digest = createHash('sha256').update(document.body).digest('hex');
      const records = document.records?.length ?? 1;
      if (name === undefined) leftOut.add('no-name', records);
      else if (dropped.has(digest)) leftOut.add('unchanged', records);
      else {
        this.#count += 1;
        dropped.add(digest);
        files.push({ name, document });
      }
    }
    const { directory } = await this.#folder(stream.system);
    const folder = join(directory, settings.subfolder ?? '');
    await mkdir(folder, { recursive: true });
    return {
      puts: [
        {
          expected: files.flatMap(({ document }) =>
            (document.records ?? []).map((record) => fingerprintOf(record, [])),
          ),
          ignored: [],
          unreadable: files.filter(({ document }) => document.records === null).length,
          deliver: async () => {
            for (const { name, document } of files) await drop(folder, name, document.body, settings);
          },
        },
      ],
      leftOut: leftOut.counts,
    };
  }

  async stop(): Promise<void> {
    // Whoever gave the folders removes them.
  }

  #droppedOf({ system, stream }: PlayedStream): Set<string> {
    const name = `${system}/${stream}`;
    const dropped = this.#dropped.get(name) ?? new Set<string>();
    this.#dropped.set(name, dropped);
    return dropped;
  }

  #folder(system: string): Promise<DropFolder> {
    const folder = this.#folders.get(system) ?? this.#folderOf(system);
    this.#folders.set(system, folder);
    return folder;
  }
}

async function drop(folder: string, name: string, body: Buffer, { ready }: FileSettings): Promise<void> {
  const path = join(folder, name);
  await writeFile(`${path}.tmp`, body);
  await rename(`${path}.tmp`, path);
  if (ready.kind === 'marker') await writeFile(path + ready.suffix, '');
}
