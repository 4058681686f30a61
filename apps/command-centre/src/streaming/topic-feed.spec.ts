import type { LoggedEvent } from '@exchange/event-log';
import type { ReaderView } from './reader-view.ts';
import { TopicFeed } from './topic-feed.ts';

const TOPIC = 'wujin.certificate.v1';

const open: ReaderView = { dataOf: ({ value }) => value };
const masked: ReaderView = { dataOf: () => '"***"' };

function feedFrom(...positions: number[]): TopicFeed {
  return new TopicFeed({ topic: TOPIC, entriesMax: 4, bytesMax: 1_000 }, new Map(positions.entries()));
}

function logged(partition: number, position: number, value = '{}'): LoggedEvent {
  const event = {
    id: `${partition}/${position}`,
    topic: TOPIC,
    source: '/systems/a/b',
    key: 'k',
    operation: 'upsert',
    time: '2026-03-01T00:00:00.000Z',
    department: 'water',
    jurisdiction: null,
    revision: 'a1',
    mappingVersion: 1,
    receivedTime: '2026-03-01T00:00:00.000Z',
    receipt: 'r#0',
    historical: false,
    value,
  } as const;
  return { topic: TOPIC, partition, position, event };
}

function settle(feed: TopicFeed): void {
  feed.settle(feed.unsettled(100), new Map());
}

describe('TopicFeed', () => {
  test('lets a reader follow from where the feed began', () => {
    const feed = feedFrom(10, 20);
    expect(feed.join([10, 20])).toBe(0);
    expect(feed.join([12, 20])).toBe(0);
    expect(feed.join([9, 20])).toBeNull();
    feed.push([logged(1, 20)]);
    expect(feed.at(0)).toBeUndefined();
    settle(feed);
    expect(feed.at(0)?.after).toEqual([10, 21]);
    expect(feed.at(1)).toBeUndefined();
    expect(feed.positions).toEqual([10, 21]);
  });

  test('drops the older half when it is full, and says so to who is behind', () => {
    const feed = feedFrom(0, 0);
    for (let position = 0; position < 5; position += 1) feed.push([logged(0, position)]);
    settle(feed);
    expect(feed.at(0)).toBeNull();
    expect(feed.join([0, 0])).toBeNull();
    expect(feed.join([3, 0])).toBe(3);
    expect(feed.at(3)?.logged.position).toBe(3);
    expect(feed.at(4)?.after).toEqual([5, 0]);
  });

  test('is bounded by bytes as well, even when one event is larger than the window', () => {
    const feed = feedFrom(0);
    feed.push([logged(0, 0, 'x'.repeat(2_000))]);
    expect(feed.at(0)).toBeNull();
    expect(feed.join([1])).toBe(1);
    expect(feed.join([0])).toBeNull();
  });

  test('makes a frame once for all readers, masked and open apart', () => {
    const feed = feedFrom(0);
    feed.push([logged(0, 0)]);
    settle(feed);
    const entry = feed.at(0);
    expect(entry?.frame(masked)).toBe(entry?.frame(masked));
    expect(entry?.frame(masked)).not.toBe(entry?.frame(open));
    expect(String(entry?.frame(open))).toMatch(
      /^id: \S+\nevent: wujin\.certificate\.v1\ndata: \{.*"data":\{\}\}\n\n$/,
    );
  });

  test('shows an event to readers once it is known what they have to know of it', () => {
    const feed = feedFrom(0);
    feed.push([logged(0, 0), logged(0, 1)]);
    const entries = feed.unsettled(1);
    const note = { isHistory: true, before: null };
    feed.settle(entries, new Map([[entries[0]!.logged, note]]));
    expect(feed.at(0)?.note).toBe(note);
    expect(feed.at(1)).toBeUndefined();
    settle(feed);
    expect(feed.at(1)?.note).toBeNull();
  });

  test('has no frame for an event that cannot be read', () => {
    const feed = feedFrom(0);
    feed.push([logged(0, 0)]);
    settle(feed);
    expect(feed.at(0)?.frame({ dataOf: () => null })).toBeNull();
  });

  test('knows when the log was made anew', () => {
    const feed = feedFrom(10);
    feed.push([logged(0, 10), logged(0, 14)]);
    expect(feed.wasReset).toBe(false);
    feed.push([logged(0, 0)]);
    expect(feed.wasReset).toBe(true);
  });

  test('tells its readers of what is new until they leave', () => {
    const feed = feedFrom(0);
    let told = 0;
    const leave = feed.onPush(() => (told += 1));
    feed.push([logged(0, 0)]);
    leave();
    feed.push([logged(0, 1)]);
    expect(told).toBe(1);
  });
});
