import { setTimeout as pause } from 'node:timers/promises';
import { openEventLog, type EventLog } from '@exchange/event-log';
import type { SseClient } from './sse-client.ts';
import { startedCommandCentre, workOrders } from './started-command-centre.ts';

/** What a stop may take where every connection is let go within a second. */
const STOP_MS_MAX = 4_000;
const BULK = 'x'.repeat(700);

test('a reader that takes nothing does not hold up the end', async () => {
  const centre = await startedCommandCentre();
  const { key } = await centre.token();
  const stalled = await centre.open('', key);
  const heard = await centre.open('', key);
  stalled.pause();
  for (let round = 0; round < 30; round += 1) await centre.append(workOrders(500, { data: { bulk: BULK } }));
  await heard.until(({ messages }) => messages.length === 15_000, 30_000);
  const startedAt = performance.now();
  await centre.stop();
  expect(performance.now() - startedAt).toBeLessThan(STOP_MS_MAX);
  await heard.until(({ isClosed }) => isClosed);
  expect(stalled.messages.length).toBeLessThan(15_000);
  stalled.cut();
}, 60_000);

test('a stream that is being prepared when the process stops is refused at once, and leaves no tail behind', async () => {
  const gate = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  const stopped = Promise.withResolvers<void>();
  const centre = await startedCommandCentre({}, (url) =>
    slowTail(openEventLog({ kind: 'postgres', url }), gate.promise, {
      onAsked: asked.resolve,
      onStopped: stopped.resolve,
    }),
  );
  const { key } = await centre.token();
  const opening = centre.open('', key).catch((error: unknown) => error);
  await asked.promise;
  const startedAt = performance.now();
  const restarting = centre.restart();
  expect(await opening).toMatchObject({ status: 503, problem: { code: 'stopping' } });
  await restarting;
  expect(performance.now() - startedAt).toBeLessThan(STOP_MS_MAX);
  gate.resolve();
  await stopped.promise;
  await centre.stop();
}, 60_000);

test('streams that are asked for at the same moment share the limits', async () => {
  const centre = await startedCommandCentre({ STREAMS_MAX: '5', STREAMS_PER_TOKEN_MAX: '4' });
  const keys = [(await centre.token()).key, (await centre.token()).key];
  const ask = (key: string): Promise<SseClient | number> =>
    centre.open('', key).catch((error: { status: number }) => error.status);
  const many = (key = '') => Promise.all(Array.from({ length: 6 }, () => ask(key)));
  const answers = [...(await many(keys[0])), ...(await many(keys[1]))];
  const refused = (status: number) => answers.filter((answer) => answer === status).length;
  expect([refused(429), refused(503)]).toEqual([2, 5]);
  const open = answers.filter((answer) => typeof answer !== 'number');
  expect(await centre.metric('exchange_streams_open')).toBe(5);
  for (const client of open) client.cut();
  while ((await centre.metric('exchange_streams_open')) > 0) await pause(10);
  const later = await centre.open('', keys[0] ?? '');
  later.cut();
  await centre.stop();
}, 60_000);

/** A log whose first tail begins only when it may. */
function slowTail(
  log: EventLog,
  mayBegin: Promise<void>,
  { onAsked, onStopped }: { onAsked: () => void; onStopped: () => void },
): EventLog {
  const tail: EventLog['tail'] = async (topic, onEvents) => {
    onAsked();
    await mayBegin;
    const { from, stop } = await log.tail(topic, onEvents);
    return {
      from,
      stop: () => {
        stop();
        onStopped();
      },
    };
  };
  return new Proxy(log, {
    get: (target, name) => {
      if (name === 'tail') return tail;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
