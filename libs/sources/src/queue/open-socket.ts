import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { networkStep } from '../connecting/network-step.ts';
import { SourceError } from '../source-error.ts';

export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly ca?: string;
}

const CONNECT_MS_MAX = 10_000;

/** A connected socket, with TLS where asked for. Throws `SourceError` that tells DNS, TCP and TLS apart. */
export function openSocket(endpoint: Endpoint): Promise<Socket> {
  const { host, port, tls, ca } = endpoint;
  return new Promise((resolve, reject) => {
    const name = isIP(host) ? {} : { servername: host };
    const socket = tls
      ? connectTls({ host, port, ...name, ...(ca === undefined ? {} : { ca }) })
      : connectTcp({ host, port });
    const timer = setTimeout(() => socket.destroy(timedOut(tls && socket.bytesWritten > 0)), CONNECT_MS_MAX);
    const failed = (error: Error): void => {
      clearTimeout(timer);
      reject(error instanceof SourceError ? error : networkStep(error));
    };
    socket.once('error', failed);
    socket.once(tls ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer);
      socket.off('error', failed);
      socket.setNoDelay(true);
      resolve(socket);
    });
  });
}

function timedOut(isConnected: boolean): SourceError {
  return isConnected
    ? new SourceError('tls', {
        zh: 'TLS 握手超时，请检查该端口是否启用 TLS',
        en: 'the TLS handshake takes too long: check whether the port speaks TLS',
      })
    : new SourceError('tcp', {
        zh: '连接服务器超时，请检查地址、端口与防火墙',
        en: 'connecting takes too long: check address, port and firewall',
      });
}
