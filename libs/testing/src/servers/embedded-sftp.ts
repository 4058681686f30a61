import { createHash, randomBytes } from 'node:crypto';
import { mkdir, realpath } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import ssh2, { type AuthContext, type Connection } from 'ssh2';
import { serveFiles } from './sftp-files.ts';

const { generateKeyPairSync, parseKey } = ssh2.utils;

/** An SFTP server within this process, for the demo: one user, who may log in by password or by key. Only 127.0.0.1 is listened on. */
export interface EmbeddedSftp {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** OpenSSH private key that it accepts. */
  readonly privateKey: string;
  /** Of its host key: `SHA256:…`. */
  readonly fingerprint: string;
  stop(): Promise<void>;
}

/** `directory` is `/` to the client, which may read and write there and reaches nothing else. */
export async function startEmbeddedSftp({ directory }: { directory: string }): Promise<EmbeddedSftp> {
  await mkdir(directory, { recursive: true });
  const root = await realpath(directory);
  const host = generateKeyPairSync('ed25519');
  const own = generateKeyPairSync('ed25519');
  const user = 'exchange';
  const password = randomBytes(12).toString('base64url');
  const isKnown = isKnownTo(user, password, own.public);
  const connections = new Set<Connection>();
  const server = new ssh2.Server({ hostKeys: [host.private] }, (connection) => {
    connections.add(connection);
    // Its types do not know it; without it each answer is held back for 40 ms.
    (connection as Connection & { setNoDelay(on: boolean): void }).setNoDelay(true);
    connection.once('close', () => connections.delete(connection));
    connection.on('error', () => undefined);
    connection.on('authentication', (attempt) => {
      if (isKnown(attempt)) attempt.accept();
      else attempt.reject(['password', 'publickey']);
    });
    connection.on('session', (accept) =>
      accept().on('sftp', (begin) => {
        serveFiles(begin(), root);
      }),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    user,
    password,
    privateKey: own.private,
    fingerprint: fingerprintOf(host.public),
    stop: async () => {
      const ended = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const connection of connections) connection.end();
      await ended;
    },
  };
}

function isKnownTo(user: string, password: string, publicKey: string): (attempt: AuthContext) => boolean {
  const known = keyOf(publicKey);
  return (attempt) => {
    if (attempt.username !== user) return false;
    if (attempt.method === 'password') return attempt.password === password;
    if (attempt.method !== 'publickey' || !attempt.key.data.equals(known.getPublicSSH())) return false;
    // Without a signature it is only asked whether the key would do.
    const { signature, blob, hashAlgo } = attempt;
    return !signature || !blob || known.verify(blob, signature, hashAlgo) === true;
  };
}

function keyOf(text: string): ssh2.ParsedKey {
  const key = parseKey(text);
  if (key instanceof Error) throw key;
  return key;
}

/** As `ssh-keygen -lf` prints it. */
function fingerprintOf(publicKey: string): string {
  const digest = createHash('sha256').update(keyOf(publicKey).getPublicSSH()).digest('base64');
  return `SHA256:${digest.replace(/=+$/u, '')}`;
}
