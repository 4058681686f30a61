import { rename } from 'node:fs/promises';
import {
  describeSourceConformance,
  sftpServerAvailable,
  startSftpServer,
  type SftpServer,
  type SourceWorld,
} from '@exchange/testing';
import type { FileConnection } from '../src/file-drop/file-connection.ts';
import {
  csvLine,
  drop,
  gbkCsv,
  openFiles,
  rememberedFiles,
  removeFolder,
  rowOf,
  temporaryFolder,
} from './file-world.ts';

/** A system that drops GBK files into a folder of this machine, which the source finds by the connection. */
function fileWorld(directory: string, connection: FileConnection): Omit<SourceWorld, 'end'> {
  const processed = rememberedFiles();
  let files = 0;
  const write = (lines: readonly string[]): Promise<void> =>
    drop(directory, `${String(++files).padStart(4, '0')}.csv`, gbkCsv(lines));
  return {
    open: () => openFiles(connection, { processed }),
    put: (rows) => write(rows.map(csvLine)),
    putWithBrokenRecord: (before, after) =>
      write([...before.map(csvLine), 'K,"没有结束', ...after.map(csvLine)]),
    rowOf,
    isReplayable: false,
  };
}

describeSourceConformance('a folder', async () => {
  const directory = await temporaryFolder();
  return {
    ...fileWorld(directory, { kind: 'folder', directory }),
    stopServer: () => rename(directory, `${directory}-away`),
    startServer: () => rename(`${directory}-away`, directory),
    end: () => removeFolder(directory),
  };
});

const availability = await sftpServerAvailable();

if (availability.available || process.env['CI'])
  describe('on OpenSSH', () => {
    let server: SftpServer;
    beforeAll(async () => {
      server = await startSftpServer();
    });
    afterAll(() => server.end());

    describeSourceConformance('a folder by SFTP', async () => {
      const directory = await server.folder();
      const { port, user, privateKey, strangeKey, fingerprint } = server;
      const connection = {
        kind: 'sftp',
        host: '127.0.0.1',
        port,
        user,
        privateKey,
        hostFingerprints: [fingerprint],
        directory,
      } as const;
      return {
        ...fileWorld(directory, connection),
        openWithWrongCredentials: () => openFiles({ ...connection, privateKey: strangeKey }),
        stopServer: server.stop,
        startServer: server.start,
        end: () => removeFolder(directory),
      };
    });
  });
else
  describe.skip(`files by SFTP (skipped: missing ${availability.missing.join(', ')})`, () => {
    test('conforms', () => undefined);
  });
