import { ALARM_TOPIC } from '@exchange/contracts';
import { publishOutbox, raiseAlarm, recoverAlarm, type Alarm } from '@exchange/store';
import { createPlatformKit, getJson, type PlatformKit } from './platform-kit.ts';

let kit: PlatformKit;

beforeAll(async () => {
  // The exchange knows its own topic by its true name.
  kit = await createPlatformKit('');
}, 60_000);

afterAll(() => kit.close(), 60_000);

test('the alarms of the exchange are records of the platform like any other, at the state of their last change', async () => {
  const { url } = await kit.start();
  const { pool } = kit.store;
  const alarm: Alarm = {
    rule: 'source-silent',
    system: 'gas-safety',
    stream: 'inspections',
    detail: { zh: '没有新数据', en: 'nothing new' },
    facts: { updateCycle: 'daily' },
  };
  const id = await raiseAlarm(pool, alarm);
  await recoverAlarm(pool, alarm);
  await publishOutbox(pool, { table: 'exchange.outbox', append: (events) => kit.append(...events) });
  await kit.caughtUp();
  const token = await kit.tokenFor({ topics: [ALARM_TOPIC] });
  const { status, body } = await getJson<{ records: object[] }>(
    `${url}/v1/records?subject=exchange-alarm`,
    token,
  );
  expect(status).toBe(200);
  const everything = await kit.tokenFor({ topics: 'all' });
  expect(await getJson(`${url}/v1/records`, everything)).toMatchObject({
    status: 200,
    body: { records: [] },
  });
  expect(body.records).toMatchObject([
    { key: id, data: { rule: 'source-silent', status: 'recovered', detail: alarm.detail } },
  ]);
}, 60_000);
