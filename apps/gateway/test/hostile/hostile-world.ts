import { AccessRegistry } from '@exchange/store';
import { issueReaderToken } from '@exchange/access';
import { startAppProcess, type AppProcess } from '@exchange/testing';
import { randomBytes } from 'node:crypto';
import { gatewayKit, type GatewayKit } from '../gateway-kit.ts';
import type { Access, SigningKey } from './hostile-case.ts';

/** A gateway as a process of its own with the limits that it ships with, and one with tight ones, over one database. */
export interface HostileWorld {
  readonly kit: GatewayKit;
  readonly roomy: AppProcess;
  readonly tight: AppProcess;
  accessTo(gateway: AppProcess): Access;
  end(): Promise<void>;
}

const TIGHT = {
  REQUEST_TIMEOUT_MS: '1500',
  BODY_BYTES_MAX: '1000000',
  IN_FLIGHT_BYTES_MAX: '4000000',
  SYSTEM_REQUESTS_PER_MINUTE_MAX: '400',
};

/** A gateway that needs more than this ends with an error. */
const HEAP = '--max-old-space-size=400';
const GATEWAY = 'dist/apps/gateway/src/main.js';
const SYSTEMS = [
  'hotline-12345',
  'grid-governance',
  'approval-window',
  'gas-safety',
  'city-enforcement',
  'town-enforcement',
];

export async function hostileWorld(): Promise<HostileWorld> {
  const kit = await gatewayKit();
  const started: AppProcess[] = [];
  const end = async (): Promise<void> => {
    await Promise.all(started.map((gateway) => gateway.stop()));
    await kit.end();
  };
  try {
    return { ...(await worldOver(kit, started)), end };
  } catch (error) {
    await end();
    throw error;
  }
}

async function worldOver(kit: GatewayKit, started: AppProcess[]): Promise<Omit<HostileWorld, 'end'>> {
  const start = async (limits: Record<string, string>): Promise<AppProcess> => {
    const env = { ...kit.settings, LOG_LEVEL: 'info', NODE_OPTIONS: HEAP, ...limits };
    const gateway = await startAppProcess({ script: GATEWAY, env });
    started.push(gateway);
    return gateway;
  };
  const [roomy, tight] = [await start({}), await start(TIGHT)];
  const keys = new Map<string, string>();
  for (const system of SYSTEMS) keys.set(system, (await kit.issueKey(system)).secret);
  const credentials = {
    expired: await outdated(kit, 'expired'),
    revoked: await outdated(kit, 'revoked'),
    reader: issueReaderToken(randomBytes).key,
    sha256: await signingKey(kit, 'hmac-sha256'),
    sm3: await signingKey(kit, 'hmac-sm3'),
  };
  return {
    kit,
    roomy,
    tight,
    accessTo: ({ url }) => ({
      host: new URL(url).host,
      keyOf: (system) => keys.get(system) ?? '',
      credentials,
    }),
  };
}

async function signingKey(kit: GatewayKit, kind: 'hmac-sha256' | 'hmac-sm3'): Promise<SigningKey> {
  const { id, secret } = await kit.issueKey('hotline-12345', kind);
  return { id, secret: Buffer.from(secret, 'base64') };
}

async function outdated(kit: GatewayKit, how: 'expired' | 'revoked'): Promise<string> {
  const { id, secret } = await kit.issueKey('hotline-12345');
  if (how === 'revoked') await new AccessRegistry(kit.store).revoke(id, 'test');
  else {
    await kit.store.pool.query(
      `UPDATE exchange.access_key SET expires_at = now() - interval '1 minute' WHERE id = $1`,
      [id],
    );
  }
  return secret;
}
