import type { ConnectionStep } from '../port.ts';
import { SourceError } from '../source-error.ts';

const DNS = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL']);
const TCP = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_SOCKET',
]);
const TLS = /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|EPROTO)/u;

const WORDS: Readonly<Record<'dns' | 'tcp' | 'tls' | 'protocol', { zh: string; en: string }>> = {
  dns: { zh: '找不到服务器地址，请检查主机名与 DNS', en: 'the host is unknown: check its name and the DNS' },
  tcp: {
    zh: '连接不上服务器，请检查地址、端口、防火墙及服务是否在运行',
    en: 'the server cannot be reached: check address, port and firewall, and whether the service runs',
  },
  tls: {
    zh: 'TLS 握手失败，请检查证书、签发机构与主机名',
    en: 'the TLS handshake failed: check the certificate, its authority and the host name',
  },
  protocol: { zh: '服务器没有按约定应答', en: 'the server did not answer as agreed' },
};

/** What kept a connection from working, from the error of a Node.js socket or of a driver that passes it on. */
export function networkStep(error: unknown): SourceError {
  const step = stepOf(error);
  return new SourceError(step, WORDS[step], { cause: error });
}

function stepOf(error: unknown): Extract<ConnectionStep, 'dns' | 'tcp' | 'tls' | 'protocol'> {
  for (const code of codesOf(error)) {
    if (DNS.has(code)) return 'dns';
    if (TCP.has(code)) return 'tcp';
    if (TLS.test(code)) return 'tls';
  }
  return 'protocol';
}

/** The codes of an error, its cause and, where all addresses of a host were tried, of each try. */
function* codesOf(error: unknown, depth = 0): Generator<string> {
  if (typeof error !== 'object' || error === null || depth > 3) return;
  if ('code' in error && typeof error.code === 'string') yield error.code;
  if ('errors' in error && Array.isArray(error.errors))
    for (const one of error.errors) yield* codesOf(one, depth + 1);
  if ('cause' in error) yield* codesOf(error.cause, depth + 1);
}
