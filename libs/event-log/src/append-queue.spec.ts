import type { ExchangeEvent } from '@exchange/contracts';
import { ExchangeError } from '@exchange/contracts';
import { AppendQueue, type AppendQueueOptions } from './append-queue.ts';

function event(id: string): ExchangeEvent {
  return { id, value: '{}' } as ExchangeEvent;
}

/** A log whose sends finish when the test says so. */
class HeldLog {
  readonly sends: Array<{ ids: string[]; signal: AbortSignal; finish: (error?: Error) => void }> = [];

  readonly send = (events: readonly ExchangeEvent[], signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const finish = (error?: Error): void => (error ? reject(error) : resolve());
      signal.addEventListener('abort', () =>
        finish(new ExchangeError('log-timeout', 'torn down', { retryable: true })),
      );
      this.sends.push({ ids: events.map(({ id }) => id), signal, finish });
    });

  async nthSend(n: number): Promise<HeldLog['sends'][number]> {
    for (;;) {
      const found = this.sends[n];
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }
}

function openQueue(options: Partial<AppendQueueOptions> = {}): { queue: AppendQueue; log: HeldLog } {
  const log = new HeldLog();
  const limits = {
    check: () => null,
    eventsMax: 4,
    bytesMax: 1_000_000,
    queuedBytesMax: 1_000_000,
    lingerMs: 0,
  };
  return { queue: new AppendQueue({ send: log.send, ...limits, ...options }), log };
}

test('appends that arrive while one is under way share the next send, in the order of the calls', async () => {
  const { queue, log } = openQueue();
  const first = queue.append([event('a')], 1000);
  (await log.nthSend(0)).finish.call(null);
  await first;
  const slow = queue.append([event('b')], 1000);
  await log.nthSend(1);
  const rest = [queue.append([event('c'), event('d')], 1000), queue.append([event('e')], 1000)];
  (await log.nthSend(1)).finish();
  (await log.nthSend(2)).finish();
  await Promise.all([slow, ...rest]);
  expect(log.sends.map(({ ids }) => ids)).toEqual([['a'], ['b'], ['c', 'd', 'e']]);
});

test('an append that is larger than a send resolves after its last part', async () => {
  const { queue, log } = openQueue({ eventsMax: 2 });
  let done = false;
  const append = queue.append(['a', 'b', 'c'].map(event), 1000).then(() => (done = true));
  (await log.nthSend(0)).finish();
  const second = await log.nthSend(1);
  expect(done).toBe(false);
  second.finish();
  await append;
  expect(log.sends.map(({ ids }) => ids)).toEqual([['a', 'b'], ['c']]);
});

test('an event over the byte limit is sent alone', async () => {
  const { queue, log } = openQueue({ bytesMax: 500 });
  const append = queue.append(['a', 'b'].map(event), 1000);
  (await log.nthSend(0)).finish();
  (await log.nthSend(1)).finish();
  await append;
  expect(log.sends.map(({ ids }) => ids)).toEqual([['a'], ['b']]);
});

test('a failure reaches everything behind it, so that nothing overtakes, and later appends start afresh', async () => {
  const { queue, log } = openQueue();
  const failed = expect(queue.append([event('a')], 1000)).rejects.toThrow('broken');
  await log.nthSend(0);
  const behind = expect(queue.append([event('b')], 1000)).rejects.toThrow('broken');
  (await log.nthSend(0)).finish(new Error('broken'));
  await failed;
  await behind;
  const later = queue.append([event('c')], 1000);
  (await log.nthSend(1)).finish();
  await later;
  expect(log.sends.map(({ ids }) => ids)).toEqual([['a'], ['c']]);
});

test('a send that nobody waits for any more is torn down; one that somebody waits for goes on', async () => {
  const { queue, log } = openQueue({ lingerMs: 2 });
  const short = expect(queue.append([event('a')], 20)).rejects.toMatchObject({
    code: 'log-timeout',
    retryable: true,
  });
  const long = expect(queue.append([event('b')], 60)).rejects.toMatchObject({ code: 'log-timeout' });
  await short;
  const send = await log.nthSend(0);
  expect(send.ids).toEqual(['a', 'b']);
  expect(send.signal.aborted).toBe(false);
  await long;
  expect(send.signal.aborted).toBe(true);
});

test('what is queued behind a send that was given up fails with it; what comes later is sent', async () => {
  const { queue, log } = openQueue();
  const late = expect(queue.append([event('a')], 30)).rejects.toMatchObject({ code: 'log-timeout' });
  await log.nthSend(0);
  const behind = expect(queue.append([event('b')], 5000)).rejects.toMatchObject({
    code: 'log-unavailable',
    retryable: true,
  });
  await late;
  const later = queue.append([event('c')], 5000);
  await behind;
  (await log.nthSend(1)).finish();
  await later;
  expect(log.sends.map(({ ids }) => ids)).toEqual([['a'], ['c']]);
});

test('an append whose deadline passed in the queue is not sent', async () => {
  const { queue, log } = openQueue();
  const first = queue.append([event('a')], 1000);
  await log.nthSend(0);
  await expect(queue.append([event('b')], 10)).rejects.toMatchObject({ code: 'log-timeout' });
  (await log.nthSend(0)).finish();
  await first;
  await queue.close();
  expect(log.sends).toHaveLength(1);
});

test('what is over the capacity is refused at once', async () => {
  const { queue, log } = openQueue({ queuedBytesMax: 1000 });
  const first = queue.append(['a', 'b'].map(event), 1000);
  await expect(queue.append([event('c')], 1000)).rejects.toMatchObject({
    code: 'over-capacity',
    retryable: true,
  });
  (await log.nthSend(0)).finish();
  await first;
});

test('closing lets the send under way finish and refuses what comes later', async () => {
  const { queue, log } = openQueue();
  const first = queue.append([event('a')], 1000);
  const send = await log.nthSend(0);
  const closed = queue.close();
  await expect(queue.append([event('b')], 1000)).rejects.toMatchObject({ code: 'stopping' });
  send.finish();
  await first;
  await closed;
});

test('an append that is refused by its check harms nobody, and one that waits for it is not overtaken', async () => {
  const answer = Promise.withResolvers<void>();
  const check: AppendQueueOptions['check'] = ([first]) => {
    if (first?.id === 'slow') return answer.promise;
    return first?.id === 'bad' ? Promise.reject(new Error('unknown topic')) : null;
  };
  const { queue, log } = openQueue({ check });
  const slow = queue.append([event('slow')], 1000);
  const refused = expect(queue.append([event('bad')], 1000)).rejects.toThrow('unknown topic');
  const behind = queue.append([event('b')], 1000);
  answer.resolve();
  (await log.nthSend(0)).finish();
  await Promise.all([slow, refused, behind]);
  expect(log.sends.map(({ ids }) => ids)).toEqual([['slow', 'b']]);
});
