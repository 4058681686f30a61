import { createHash, generateKeyPairSync } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { sftpServerAvailable, startSftpServer, type SftpServer } from '@exchange/testing';
import type { SftpConnection } from '../src/file-drop/file-connection.ts';
import { connectSftp } from '../src/file-drop/places/sftp-connect.ts';
import {
  CSV_FILES,
  drop,
  gbkCsv,
  keysOf,
  linesOf,
  openFiles,
  rememberedFiles,
  takeAll,
} from './file-world.ts';

const { Server, utils } = ssh2;
const availability = await sftpServerAvailable();

(availability.available || process.env['CI'] ? describe : describe.skip)(
  `files on an OpenSSH server${availability.available ? '' : ` (skipped: missing ${availability.missing.join(', ')})`}`,
  () => {
    let server: SftpServer;
    let connection: SftpConnection;
    let directory: string;
    beforeAll(async () => {
      server = await startSftpServer();
    });
    afterAll(() => server.end());
    beforeEach(async () => {
      directory = await server.folder();
      const { port, user, privateKey, fingerprint } = server;
      connection = {
        kind: 'sftp',
        host: '127.0.0.1',
        port,
        user,
        privateKey,
        hostFingerprints: [fingerprint],
        directory,
      };
    });

    const test = async (more: Partial<SftpConnection>, settings = CSV_FILES): Promise<object> => {
      const source = openFiles({ ...connection, ...more }, { settings });
      const report = await source.test();
      await source.close();
      return report;
    };

    it('are archived there, put aside with a reason, and known when they come again', async () => {
      await drop(directory, 'a.csv', gbkCsv(linesOf(0, 3)));
      await drop(directory, 'b.csv', '');
      const source = openFiles(connection, { processed: rememberedFiles() });
      const { records, refused, checkpoint } = await takeAll(source);
      expect([keysOf(records), refused]).toEqual([['K0', 'K1', 'K2'], [true]]);
      await drop(directory, 'a.csv', gbkCsv(linesOf(0, 3)));
      expect((await takeAll(source, checkpoint)).records).toEqual([]);
      await source.close();
      expect(await readdir(join(directory, 'archive', '2026-11-24'))).toEqual(['a (2).csv', 'a.csv']);
      expect(await readdir(join(directory, 'rejected'))).toEqual(['b.csv', 'b.csv.reason.txt']);
      const spooled = (await readdir(tmpdir())).filter((name) => name.startsWith('exchange-file-'));
      expect(spooled).toEqual([]);
    });

    it('are not read from a server with another host key, which is named', async () => {
      const hostFingerprints = [`SHA256:${'A'.repeat(43)}`];
      const report = await test({ hostFingerprints });
      expect(report).toMatchObject({ isOk: false, failed: 'tls' });
      expect(JSON.stringify(report)).toContain(server.fingerprint);
      const source = openFiles({ ...connection, hostFingerprints });
      await expect(takeAll(source)).rejects.toMatchObject({ failed: 'tls', isLasting: true });
      await source.close();
    });

    it('have the step named that fails', async () => {
      expect(await test({ host: 'no-such-host.invalid' })).toMatchObject({ failed: 'dns' });
      expect(await test({ port: 1 })).toMatchObject({ failed: 'tcp' });
      expect(await test({ user: 'nobody-at-all' })).toMatchObject({ failed: 'credentials' });
      expect(await test({ privateKey: 'no key' })).toMatchObject({ failed: 'credentials' });
      expect(await test({ directory: `${directory}/none` })).toMatchObject({ failed: 'missing-object' });
      expect(await test({})).toMatchObject({ isOk: true, seen: expect.stringContaining('0 file') });
    });

    if (process.getuid?.() === 0)
      it('that may be listed but not moved are not taken for granted', async () => {
        const foreign = join(directory, 'foreign');
        await mkdir(foreign);
        await chmod(foreign, 0o755);
        await writeFile(join(foreign, 'a.csv'), gbkCsv(linesOf(0, 3)));
        expect(await test({ directory: foreign })).toMatchObject({ failed: 'permission' });
        const source = openFiles({ ...connection, directory: foreign });
        await expect(takeAll(source)).rejects.toMatchObject({ failed: 'permission', isLasting: true });
        await chmod(join(foreign, 'a.csv'), 0o600);
        await expect(takeAll(source)).rejects.toMatchObject({ failed: 'permission' });
        await source.close();
      });
  },
);

/** OpenSSH as an ordinary user can check no password, so the log-in alone is tried on a server of the library. */
describe('a log-in by password', () => {
  let server: InstanceType<typeof Server>;
  let connection: SftpConnection;
  beforeAll(async () => {
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2_048,
      privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
      publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
    });
    server = new Server({ hostKeys: [privateKey] }, (client) => {
      client.on('error', () => undefined);
      client.on('authentication', (attempt) =>
        attempt.method === 'password' && attempt.password === 'right'
          ? attempt.accept()
          : attempt.reject(['password']),
      );
      client.on('session', (accept) => accept().on('sftp', (begin) => void begin()));
    });
    const port = await new Promise<number>((resolve) =>
      server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
    );
    const key = utils.parseKey(privateKey);
    if (key instanceof Error) throw key;
    const digest = createHash('sha256').update(key.getPublicSSH()).digest('base64').replace(/=+$/u, '');
    const hostFingerprints = [`SHA256:${digest}`];
    connection = { kind: 'sftp', host: '127.0.0.1', port, user: 'u', hostFingerprints, directory: '/' };
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it('is accepted or not', async () => {
    const client = await connectSftp({ ...connection, password: 'right' }, () => undefined);
    await client.end();
    await expect(connectSftp({ ...connection, password: 'wrong' }, () => undefined)).rejects.toMatchObject({
      failed: 'credentials',
      isLasting: true,
    });
  });
});
