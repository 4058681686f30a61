import { createHash } from 'node:crypto';
import type SftpClient from 'ssh2-sftp-client';
import { networkStep } from '../../connecting/network-step.ts';
import { SourceError } from '../../source-error.ts';
import type { SftpConnection } from '../file-connection.ts';

const READY_MS_MAX = 15_000;
const KEEPALIVE_MS = 10_000;

/** Connects, and tells by `onEnd` when the connection is gone. Throws `SourceError` with the step that failed. */
export async function connectSftp(connection: SftpConnection, onEnd: () => void): Promise<SftpClient> {
  const { host, port = 22, user, password, privateKey, passphrase, hostFingerprints } = connection;
  // Loaded where a system is read by SFTP at all: its ciphers take 17 MB.
  const { default: Client } = await import('ssh2-sftp-client');
  const client: SftpClient = new Client('exchange', { error: onEnd, end: onEnd, close: onEnd });
  let seen: string | null = null;
  try {
    await client.connect({
      host,
      port,
      username: user,
      ...(password === undefined ? {} : { password }),
      ...(privateKey === undefined ? {} : { privateKey }),
      ...(passphrase === undefined ? {} : { passphrase }),
      readyTimeout: READY_MS_MAX,
      keepaliveInterval: KEEPALIVE_MS,
      hostVerifier: (key: Buffer) => {
        seen = fingerprint(key);
        return hostFingerprints.includes(seen);
      },
    });
    withoutDelay(client);
    return client;
  } catch (error) {
    onEnd();
    await client.end().catch(() => undefined);
    if (seen !== null && !hostFingerprints.includes(seen)) throw strangeHost(seen);
    throw connectError(error);
  }
}

/**
 * Every request is a small packet that waits for its answer: collecting more of them for 40 ms, as TCP does unless it is told
 * otherwise, would make a folder of many files ten times slower. The library hides its connection.
 */
function withoutDelay(client: SftpClient): void {
  (client as unknown as { readonly client?: { setNoDelay?: (on: boolean) => void } }).client?.setNoDelay?.(
    true,
  );
}

/** As `ssh-keygen -lf` prints it. */
function fingerprint(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/u, '')}`;
}

/** The fingerprint is public; whoever sees it may compare it with what the server's operator says. */
function strangeHost(seen: string): SourceError {
  return new SourceError(
    'tls',
    {
      zh: `服务器的主机密钥与登记的指纹不符（现为 ${seen}）；请向对方核实后再更新`,
      en: `the server's host key is not one of those that were entered (it is ${seen}): ask its operator before it is changed`,
    },
    { isLasting: true },
  );
}

function connectError(error: unknown): SourceError {
  const text = error instanceof Error ? error.message : '';
  if (/authentication methods failed|parse privateKey|Encrypted private/iu.test(text))
    return new SourceError(
      'credentials',
      { zh: '用户名、密码或密钥不被接受', en: 'user, password or key is not accepted' },
      { cause: error },
    );
  if (/timed out/iu.test(text))
    return new SourceError(
      'tcp',
      { zh: '服务器没有应答', en: 'the server does not answer' },
      { cause: error },
    );
  return networkStep(error);
}
