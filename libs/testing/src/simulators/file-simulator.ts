import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StreamEntry, SystemEntry } from '@exchange/catalog';
import type { JsonObject } from '@exchange/contracts';
import type { FileSettings } from '@exchange/sources';
import { startEmbeddedSftp, type EmbeddedSftp } from '../servers/embedded-sftp.ts';
import { fileNames } from './file-names.ts';
import { fingerprintOf } from './fingerprint.ts';
import {
  LeftOut,
  type Plan,
  type PlayedBy,
  type PlayedStream,
  type Simulator,
  type SystemDocument,
} from './simulator.ts';

/** Files are written in an instant here. */
const STABLE_SECONDS = 1;

/**
 * Plays systems that drop files: under names, in folders and with the marks of readiness that their settings say, in a folder
 * of this machine or of an SFTP server within this process.
 */
export class FileSimulator implements Simulator {
  readonly needsReader = false;
  readonly #directory: string;
  readonly #sftp: EmbeddedSftp;
  /** Digests of what was dropped, by stream: the same content again is archived without any effect. */
  readonly #dropped = new Map<string, Set<string>>();
  #count = 0;
  #sftpSystems = 0;

  private constructor(directory: string, sftp: EmbeddedSftp) {
    this.#directory = directory;
    this.#sftp = sftp;
  }

  /** Each system has a folder of its own below the directory. */
  static async start(directory: string): Promise<FileSimulator> {
    return new FileSimulator(directory, await startEmbeddedSftp({ directory }));
  }

  async connect(system: string, { streams }: SystemEntry): Promise<JsonObject> {
    const directory = join(this.#directory, system);
    await mkdir(directory, { recursive: true });
    if (![...streams.values()].some(isBySftp))
      return { kind: 'folder', directory, stableSeconds: STABLE_SECONDS };
    const { port, user, password, privateKey, fingerprint } = this.#sftp;
    this.#sftpSystems += 1;
    return {
      kind: 'sftp',
      host: '127.0.0.1',
      port,
      user,
      // Both ways of logging in are used.
      ...(this.#sftpSystems % 2 === 0 ? { password } : { privateKey }),
      hostFingerprints: [fingerprint],
      directory: `/${system}`,
      stableSeconds: STABLE_SECONDS,
    };
  }

  overwrites(): boolean {
    return false;
  }

  async playedBy(entry: StreamEntry): Promise<PlayedBy> {
    return { server: isBySftp(entry) ? 'SFTP' : '目录 folder', insteadOf: null };
  }

  async plan(stream: PlayedStream, documents: readonly SystemDocument[]): Promise<Plan> {
    const settings = settingsOf(stream.entry);
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
    const folder = join(this.#directory, stream.system, settings.subfolder ?? '');
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

  stop(): Promise<void> {
    return this.#sftp.stop();
  }

  #droppedOf({ system, stream }: PlayedStream): Set<string> {
    const name = `${system}/${stream}`;
    const dropped = this.#dropped.get(name) ?? new Set<string>();
    this.#dropped.set(name, dropped);
    return dropped;
  }
}

function settingsOf({ source }: StreamEntry): FileSettings {
  return source.file as unknown as FileSettings;
}

function isBySftp(entry: StreamEntry): boolean {
  return settingsOf(entry).delivery === 'sftp';
}

async function drop(folder: string, name: string, body: Buffer, { ready }: FileSettings): Promise<void> {
  const path = join(folder, name);
  await writeFile(`${path}.tmp`, body);
  await rename(`${path}.tmp`, path);
  if (ready.kind === 'marker') await writeFile(path + ready.suffix, '');
}
