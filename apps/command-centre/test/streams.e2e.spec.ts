import { setTimeout as pause } from 'node:timers/promises';
import { SseClient } from './sse-client.ts';
import {
  NIUTANG,
  startedCommandCentre,
  TOPIC,
  workOrder,
  workOrders,
  type StartedCommandCentre,
} from './started-command-centre.ts';

let centre: StartedCommandCentre;
let token: string;

beforeAll(async () => {
  centre = await startedCommandCentre({ HEARTBEAT_MS: '200', TOKEN_CHECK_MS: '100' });
  token = (await centre.token()).key;
}, 60_000);

afterAll(async () => {
  await centre.stop();
}, 60_000);

describe('a stream of events', () => {
  test('brings what is appended after it was opened, as CloudEvents, in order per record', async () => {
    const client = await centre.open('', token);
    const sent = [workOrder('A'), workOrder('B'), workOrder('A')];
    await centre.append(sent);
    await client.until(({ messages }) => messages.length === 3);
    expect(client.messages.map(({ event }) => event)).toEqual([TOPIC, TOPIC, TOPIC]);
    expect(client.events.filter(({ subject }) => subject === 'A').map(({ id }) => id)).toEqual([
      sent[0]?.id,
      sent[2]?.id,
    ]);
    const { value, key, topic, mappingVersion, receivedTime, ...rest } = sent[1]!;
    expect(client.events.find(({ subject }) => subject === 'B')).toEqual({
      ...rest,
      specversion: '1.0',
      type: topic,
      subject: key,
      mappingversion: mappingVersion,
      receivedtime: receivedTime,
      datacontenttype: 'application/json',
      data: JSON.parse(value) as unknown,
    });
    client.cut();
  });

  test('begins with the earliest event where that is asked for', async () => {
    const client = await centre.open('?from=earliest', token);
    await client.until(({ events }) => events.length >= 3);
    expect(client.events.map(({ subject }) => subject).sort()).toEqual(['A', 'A', 'B']);
    client.cut();
  });

  test('gives a place to come back to before anything has happened', async () => {
    const client = await centre.open('', token);
    await client.until(({ lastId }) => lastId !== '');
    client.cut();
    await centre.append([workOrder('missed')]);
    const again = await centre.open('', token, client.lastId);
    await again.until(({ events }) => events.length === 1);
    expect(again.events[0]?.subject).toBe('missed');
    again.cut();
  });

  test('is kept alive by comments, which also move the place past events that the filter kept back', async () => {
    const client = await centre.open(`?jurisdiction=${NIUTANG}`, token);
    await client.until(({ lastId }) => lastId !== '');
    const first = client.lastId;
    await centre.append([workOrder('elsewhere')]);
    await client.until(({ lastId, comments }) => lastId !== first && comments > 1);
    client.cut();
    const reads = await centre.metric('exchange_stream_events_sent_total');
    const again = await centre.open(`?jurisdiction=${NIUTANG}`, token, client.lastId);
    await again.until(({ comments }) => comments > 0);
    expect(await centre.metric('exchange_stream_events_sent_total')).toBe(reads);
    again.cut();
  });

  test('ends when its token is revoked, and says why', async () => {
    const { id, key } = await centre.token();
    const client = await centre.open('', key);
    const other = await centre.open('', token);
    await centre.registry.revoke(id, 'test');
    await client.until(({ isClosed }) => isClosed);
    expect(client.of('end')).toMatchObject([{ code: 'token-refused' }]);
    await expect(centre.open('', key)).rejects.toMatchObject({ status: 401 });
    expect(other.isClosed).toBe(false);
    other.cut();
  });

  test('ends when its token expires', async () => {
    const { key } = await centre.token({}, new Date(Date.now() + 400));
    const client = await centre.open('', key);
    await client.until(({ isClosed }) => isClosed);
    expect(client.of('end')).toMatchObject([{ code: 'token-refused' }]);
  });

  test('leaves nothing behind when its reader goes', async () => {
    await pause(50);
    expect(await centre.metric('exchange_streams_open')).toBe(0);
  });

  test('is ended in order when the process stops, and can be resumed at the next', async () => {
    const client = await centre.open('', token);
    await centre.append([workOrder('before')]);
    await client.until(({ events }) => events.length === 1);
    await centre.restart();
    await client.until(({ isClosed }) => isClosed);
    await centre.append([workOrder('after')]);
    const again = await centre.open('', token, client.lastId);
    await again.until(({ events }) => events.length === 1);
    expect(again.events[0]?.subject).toBe('after');
    again.cut();
  });
});

describe('a resumed stream', () => {
  test('loses and doubles nothing when it is cut at random places under load', async () => {
    const received: string[] = [];
    const total = 6_000;
    let lastId = (await (await centre.open('', token)).until((client) => client.lastId !== '')).lastId;
    const appending = (async () => {
      for (let sent = 0; sent < total; sent += 200) {
        await centre.append(workOrders(200));
        await pause(Math.random() * 20);
      }
    })();
    let connections = 0;
    while (received.length < total) {
      const client = await SseClient.open(`${centre.url}/v1/topics/${TOPIC}/events`, token, lastId);
      connections += 1;
      const most = Math.min(Math.floor(Math.random() * 700), total - received.length);
      // A stream may also be ended by the other side, which is one more break; a failed append would be waited for in vain.
      const isThere = client.until(({ messages, isClosed }) => messages.length >= most || isClosed);
      await Promise.race([isThere, appending.then(() => isThere)]);
      client.cut();
      received.push(...client.events.map(({ id }) => id));
      lastId = client.lastId;
    }
    await appending;
    expect(new Set(received).size).toBe(total);
    expect(received.length).toBe(total);
    expect(connections).toBeGreaterThan(8);
  }, 60_000);
});
