import { setTimeout as sleep } from 'node:timers/promises';
import { RestProvider, restProviderSettings } from '@exchange/testing';
import { CHUNK_RECORDS, type Wire, type WireWorld } from './wire.ts';

interface PollWorld extends WireWorld {
  readonly provider: RestProvider;
}

const OVERLAP_SECONDS = 2;

/** A REST interface with a token, pages and time windows. It is not told what became of its records. */
export const pollWire: Wire<PollWorld> = {
  kind: 'poll',
  source: {
    kind: 'poll',
    format: 'json',
    charset: 'utf-8',
    records: '/data/list',
    schedule: { everySeconds: 1 },
    poll: restProviderSettings({
      pageRecords: CHUNK_RECORDS,
      overlapSeconds: OVERLAP_SECONDS,
      start: '2026-01-01T00:00:00Z',
    }),
  },
  missing: () => Promise.resolve(''),
  start: async () => {
    const provider = new RestProvider({ user: 'wujin', password: 'only-for-tests' });
    await provider.start();
    return {
      provider,
      connection: { ...provider.connection, start: new Date(Date.now() - 60_000).toISOString() },
      hasUnreadable: false,
      bytesOf: ({ value }) => Buffer.from(JSON.stringify(value)),
      put: async (_run, rows) => {
        for (const { value } of rows) provider.put(value);
        // More changes than its digests hold must not fall into the overlap of two windows.
        await sleep((OVERLAP_SECONDS + 1) * 1_000);
      },
      leftOver: () => Promise.resolve(''),
      end: () => provider.stop(),
    };
  },
};
