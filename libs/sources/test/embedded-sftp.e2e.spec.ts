import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedSftp, type EmbeddedSftp } from '@exchange/testing';
import type { SftpConnection } from '../src/file-drop/file-connection.ts';
import { connectSftp } from '../src/file-drop/places/sftp-connect.ts';
import { drop, gbkCsv, keysOf, linesOf, openFiles, rememberedFiles, takeAll } from './file-world.ts';

/** The SFTP server of the demo. */
describe('files on a server within this process', () => {
  let server: EmbeddedSftp;
  let outside: string;
  let directory: string;
  let connection: SftpConnection;

  beforeAll(async () => {
    outside = await mkdtemp(join(tmpdir(), 'embedded-sftp-'));
    directory = join(outside, 'root');
    server = await startEmbeddedSftp({ directory });
    await mkdir(join(directory, 'school'));
    const { port, user, password, fingerprint } = server;
    connection = {
      kind: 'sftp',
      host: '127.0.0.1',
      port,
      user,
      password,
      hostFingerprints: [fingerprint],
      directory: '/school',
    };
  });
  afterAll(async () => {
    await server.stop();
    await rm(outside, { recursive: true });
  });

  it('are read, archived and put aside as on any other', async () => {
    const folder = join(directory, 'school');
    await drop(folder, 'a.csv', gbkCsv(linesOf(0, 2_000)));
    await drop(folder, 'b.csv', '');
    const source = openFiles(connection, { processed: rememberedFiles() });
    const { records, refused } = await takeAll(source);
    expect([keysOf(records).length, refused]).toEqual([2_000, [true]]);
    await source.close();
    expect(await readdir(join(folder, 'archive', '2026-11-24'))).toEqual(['a.csv']);
    expect(await readdir(join(folder, 'rejected'))).toEqual(['b.csv', 'b.csv.reason.txt']);
  });

  it('are reached by password or key, and by nothing else', async () => {
    const { password: _, ...others } = connection;
    for (const right of [connection, { ...others, privateKey: server.privateKey }])
      await (await connectSftp(right, () => undefined)).end();
    for (const wrong of [
      { ...connection, password: 'wrong' },
      { ...connection, user: 'somebody' },
    ])
      await expect(connectSftp(wrong, () => undefined)).rejects.toMatchObject({ failed: 'credentials' });
  });

  it('are reached within their folder only', async () => {
    await writeFile(join(outside, 'secret.csv'), 'secret');
    await symlink(join(outside, 'secret.csv'), join(directory, 'school', 'link.csv'));
    await symlink(outside, join(directory, 'school', 'away'));
    const client = await connectSftp(connection, () => undefined);
    for (const path of ['/school/link.csv', '/school/away/secret.csv'])
      await expect(client.get(path)).rejects.toThrow(/[Pp]ermission denied/u);
    await expect(client.get('/../secret.csv')).rejects.toThrow(/No such file/u);
    await expect(client.put(Buffer.from('x'), '/school/away/made.csv')).rejects.toThrow(
      /[Pp]ermission denied/u,
    );
    await client.put(Buffer.from('y'), '/school/made.txt');
    await expect(client.rename('/school/made.txt', '/school/link.csv')).rejects.toThrow();
    await client.end();
    expect(await readdir(outside)).toEqual(['root', 'secret.csv']);
    expect(await readFile(join(outside, 'secret.csv'), 'utf8')).toBe('secret');
  });
});
