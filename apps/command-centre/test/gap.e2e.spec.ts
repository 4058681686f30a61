import { PostgresEventLog } from '@exchange/event-log';
import { encodeVector } from '../src/streaming/position-vector.ts';
import {
  startedCommandCentre,
  TOPIC,
  workOrder,
  workOrders,
  type StartedCommandCentre,
} from './started-command-centre.ts';

let centre: StartedCommandCentre;
let token: string;

beforeAll(async () => {
  centre = await startedCommandCentre(
    {},
    (url) => new PostgresEventLog({ kind: 'postgres', url, sweepIntervalMs: 0 }),
  );
  token = (await centre.token()).key;
}, 60_000);

afterAll(async () => {
  await centre.stop();
}, 60_000);

interface Gap {
  readonly kind: string;
  readonly partition: number;
  readonly expected: number;
  readonly earliest: number;
  readonly missing: number | null;
  readonly zh: string;
}

test('a place that retention has passed gives an explicit gap with what is missing, and the stream goes on', async () => {
  const client = await (await centre.open('', token)).until(({ lastId }) => lastId !== '');
  client.cut();
  const lost = workOrders(40);
  await centre.append(lost);
  await centre.store.pool.query(`UPDATE event_log.events SET appended_at = now() - interval '20 years'`);
  await (centre.eventLog as PostgresEventLog).sweep();
  await centre.append([workOrder('kept')]);

  const again = await centre.open('', token, client.lastId);
  await again.until(({ events }) => events.length === 1);
  expect(again.events[0]?.subject).toBe('kept');
  const gaps = again.of('gap') as Gap[];
  expect(gaps.reduce((sum, { missing }) => sum + (missing ?? 0), 0)).toBe(lost.length);
  expect(gaps[0]).toMatchObject({
    kind: 'retention',
    topic: TOPIC,
    expected: 0,
    zh: expect.stringContaining('保留期'),
  });
  again.cut();

  const third = await centre.open('', token, again.lastId);
  await centre.append([workOrder('later')]);
  await third.until(({ events }) => events.length === 1);
  expect(third.of('gap')).toEqual([]);
  third.cut();
});

test('a place beyond the end of the log is a gap too: the log was made anew', async () => {
  const client = await centre.open(
    '',
    token,
    encodeVector(TOPIC, [9_999, 9_999, 9_999, 9_999, 9_999, 9_999]),
  );
  await client.until((reader) => reader.of('gap').length === 6);
  expect(client.of('gap')).toMatchObject(
    Array.from({ length: 6 }, () => ({ kind: 'made-anew', expected: 9_999, missing: null })),
  );
  client.cut();
});
