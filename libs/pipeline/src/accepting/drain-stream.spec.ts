import { ExchangeError, readSubjectSchema, type ExchangeEvent } from '@exchange/contracts';
import { compileMapping, type CompiledMapping, type MappingDocument } from '@exchange/mapping';
import type { Receipt } from './batch.ts';
import { drainStream, type DrainPorts } from './drain-stream.ts';
import type { Completion } from './ports.ts';

const SUBJECT = readSubjectSchema('visit', 1, {
  'x-title': { zh: '检查', en: 'visit' },
  'x-chain': 'supervision',
  'x-module': 'enforcement-team',
  'x-sharing': 'unconditional',
  'x-topic': { partitions: 1, retentionDays: 1 },
  type: 'object',
  additionalProperties: false,
  required: ['no'],
  properties: { no: { type: 'string' } },
});

function mappingOf(outputs: MappingDocument['outputs']): CompiledMapping {
  return compileMapping(
    { key: { from: '/id' }, time: { context: 'receivedTime' }, outputs },
    {
      system: 'gas',
      stream: 'visits',
      department: 'housing',
      sourceSchema: { type: 'object', properties: { id: {}, faults: {} } },
      subjects: new Map([['visit.v1', SUBJECT]]),
      codes: new Map(),
      metaSchema: {},
    },
  );
}

const ONE = { subject: 'visit', data: { no: { from: '/id' } } } as const;
const PLAIN = mappingOf([ONE]);
const SEVERAL = mappingOf([
  ONE,
  {
    subject: 'visit',
    each: { from: '/faults' },
    key: { join: [{ from: '/id' }, { from: '@' }], with: '-' },
    data: { no: { from: '@' } },
  },
]);

function pendingOf(arrival: number, id: string): { receipt: Receipt; body: Buffer } {
  const receipt: Receipt = {
    id: `0198f2a0-0000-7000-8000-${String(arrival).padStart(12, '0')}`,
    arrival,
    system: 'gas',
    stream: 'visits',
    operation: 'upsert',
    decode: { format: 'json', charset: 'utf-8' },
    bodyDigest: '',
    bodyBytes: 0,
    idempotencyKey: null,
    mappingVersion: 1,
    receivedTime: '2026-11-24T01:00:00.000Z',
    traceparent: null,
    historical: false,
    trial: false,
  };
  return { receipt, body: Buffer.from(JSON.stringify({ id, faults: ['f'] })) };
}

/** A queue in memory, and a log that takes everything but the event with the key `bad`. */
function worldOf(ids: readonly string[], mapping: CompiledMapping) {
  let waiting = ids.map((id, arrival) => pendingOf(arrival, id));
  const appends: string[][] = [];
  let isDirect = false;
  const unexpected = (): never => {
    throw new Error('not called while draining');
  };
  const ports: DrainPorts = {
    queue: {
      next: async () => waiting.slice(0, 3),
      renew: async () => undefined,
      returnToDirect: async () => (isDirect = true),
    },
    receipts: {
      claim: unexpected,
      takeOver: unexpected,
      isBehindOthers: unexpected,
      queue: unexpected,
      recordSecrecyBlock: unexpected,
      release: unexpected,
      outputSets: async () => new Map(),
      complete: async ({ receipt }) => {
        waiting = waiting.filter((pending) => pending.receipt.id !== receipt.id);
      },
    },
    mappings: { active: unexpected, version: async () => mapping },
    log: {
      append: async (events: readonly ExchangeEvent[]) => {
        if (events.some(({ key }) => key === 'bad'))
          throw new ExchangeError('log-rejected', 'refused', { retryable: false });
        appends.push(events.map(({ key }) => key));
      },
    },
    appendDeadlineMs: 1_000,
    isStopping: () => false,
  };
  return { ports, appends, left: () => waiting.length, isDirect: () => isDirect };
}

it('shares an append among the receipts of a unit, in their order, and returns the stream to direct at the end', async () => {
  const world = worldOf(['a', 'b', 'c', 'd'], PLAIN);
  expect(await drainStream('gas', 'visits', world.ports)).toBe(4);
  expect(world.appends).toEqual([['a', 'b', 'c'], ['d']]);
  expect(world.isDirect()).toBe(true);
});

it('delivers one by one what depends on the outputs before it', async () => {
  const world = worldOf(['a', 'b'], SEVERAL);
  await drainStream('gas', 'visits', world.ports);
  expect(world.appends).toEqual([
    ['a', 'a-f'],
    ['b', 'b-f'],
  ]);
});

it('appends nothing of what was sent on trial, and completes it without events or outputs to compare with', async () => {
  for (const mapping of [PLAIN, SEVERAL]) {
    const world = worldOf(['a'], mapping);
    const { receipt, body } = pendingOf(0, 'a');
    world.ports.queue.next = async () =>
      world.left() > 0 ? [{ receipt: { ...receipt, trial: true }, body }] : [];
    const completed: Completion[] = [];
    const { complete } = world.ports.receipts;
    world.ports.receipts.complete = async (completion) => {
      completed.push(completion);
      await complete(completion);
    };
    expect(await drainStream('gas', 'visits', world.ports)).toBe(1);
    expect(world.appends).toEqual([]);
    expect(completed).toMatchObject([{ outcome: { accepted: 1, events: 0 }, outputSets: [] }]);
  }
});

it('holds up only what comes after a receipt that the log never takes', async () => {
  const world = worldOf(['a', 'bad', 'c'], PLAIN);
  await expect(drainStream('gas', 'visits', world.ports)).rejects.toMatchObject({ code: 'log-rejected' });
  expect(world.appends).toEqual([['a']]);
  expect(world.left()).toBe(2);
  expect(world.isDirect()).toBe(false);
});
