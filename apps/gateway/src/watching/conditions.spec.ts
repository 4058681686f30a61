import { DEFAULT_FAILURE_POLICY, evaluatePolicy, type FailurePolicy } from '@exchange/pipeline';
import type { ReaderView, StreamHealth } from '@exchange/store';
import { conditionsOf, type WatchedStream } from './conditions.ts';

// A Tuesday, 15:00 in Changzhou.
const NOW = new Date('2026-11-24T07:00:00.000Z');
const MINUTE_MS = 60_000;
const ago = (minutes: number): Date => new Date(NOW.getTime() - minutes * MINUTE_MS);

const WORDS = { zh: '12 条中有 9 条被隔离', en: '9 of 12 were quarantined' };

const HEALTHY: StreamHealth = {
  system: 'gas',
  stream: 'checks',
  stage: 'in-operation',
  stageSince: ago(90 * 24 * 60),
  because: null,
  maintenanceUntil: null,
  policy: null,
  recordAt: ago(3),
  hour: { records: 0, quarantined: 0 },
};

const READER: ReaderView = {
  system: 'gas',
  stream: 'checks',
  lane: 'live',
  state: 'running',
  pausedBecause: null,
  failure: null,
  failedAttempts: 0,
  failingSince: null,
  retryAt: null,
  lookedAt: ago(1),
  claimedAt: ago(3),
  records: 0,
  quarantined: 0,
  isRead: true,
};

interface Wish extends Partial<Omit<WatchedStream, 'health' | 'reader'>> {
  readonly health?: Partial<StreamHealth>;
  readonly reader?: Partial<ReaderView> | null;
  /** Broken records among a hundred within the last minute. */
  readonly broken?: number;
}

function stream({ health = {}, reader = null, broken = 0, ...more }: Wish = {}): WatchedStream {
  const policy = more.policy ?? DEFAULT_FAILURE_POLICY;
  return {
    health: { ...HEALTHY, ...health },
    rhythm: { updateCycle: 'daily' },
    policy,
    verdict: evaluatePolicy(policy, [{ from: ago(1), records: 100, quarantined: broken }], NOW),
    reader: reader && { ...READER, ...reader },
    isReconciled: false,
    ...more,
  };
}

function rules(wish: Wish): string[] {
  return conditionsOf(stream(wish), NOW).map(
    ({ alarm, isRaising }) => `${alarm.rule}${isRaising ? '' : '?'}`,
  );
}

const blocking: FailurePolicy = { onLimit: 'block', limits: [{ ratio: 0.2, windowMinutes: 15 }] };
const stopping: FailurePolicy = { onLimit: 'stop', limits: [{ ratio: 0.2, windowMinutes: 15 }] };

test('nothing is wrong with a stream that sends what it should', () => {
  expect(rules({ broken: 5 })).toEqual([]);
  expect(rules({ reader: {} })).toEqual([]);
});

test('a limit that is reached raises an alarm, which is not over until a fifth less comes', () => {
  expect(rules({ broken: 20 })).toEqual(['quarantine-limit']);
  expect(rules({ broken: 17 })).toEqual(['quarantine-limit?']);
  expect(rules({ broken: 15 })).toEqual([]);
  const [condition] = conditionsOf(stream({ broken: 40 }), NOW);
  expect(condition?.alarm).toMatchObject({
    detail: { zh: expect.stringContaining('15 分钟内 100 条记录中有 40 条被隔离，上限为 20%') },
    facts: { records: 100, quarantined: 40, windowMinutes: 15 },
  });
});

test('a stream is called blocked until its time is over, and the alarm stays while it is tried', () => {
  const policy = { state: 'blocked', since: ago(5), until: ago(-10), reason: WORDS } as const;
  const blocked = stream({ policy: blocking, health: { because: 'blocked', policy } });
  expect(conditionsOf(blocked, NOW)[0]?.alarm).toMatchObject({
    detail: {
      zh: expect.stringMatching(/^12 条中有 9 条被隔离；暂停接收至 2026-11-24 15:10（北京时间）/u),
      en: expect.stringContaining('until 2026-11-24 15:10 Beijing time'),
    },
  });
  expect(rules({ policy: blocking, broken: 40, health: { because: 'blocked', policy } })).toEqual([
    'stream-blocked',
  ]);
  const over = { ...policy, until: ago(0) };
  expect(rules({ policy: blocking, broken: 18, health: { policy: over } })).toEqual(['stream-blocked?']);
  expect(rules({ policy: blocking, broken: 2, health: { policy: over } })).toEqual([]);
});

test('a stopped stream stays stopped, and says why, when what was wrong has left the window', () => {
  const policy = { state: 'stopped', since: ago(500), until: null, reason: WORDS } as const;
  const health = { because: 'stopped', policy, recordAt: ago(5_000) } as const;
  const found = conditionsOf(stream({ policy: stopping, health }), NOW);
  expect(found).toMatchObject([
    { alarm: { rule: 'stream-stopped', detail: { zh: expect.stringContaining(WORDS.zh) } } },
  ]);
});

test('a paused reader is told with why, and is neither failing nor silent', () => {
  const paused = {
    state: 'paused',
    pausedBecause: { rule: 'secrecy-marking' },
    failingSince: ago(5_000),
  } as const;
  const found = conditionsOf(stream({ reader: paused, health: { recordAt: ago(90_000) } }), NOW);
  expect(found.map(({ alarm }) => alarm.rule)).toEqual(['reader-paused']);
  expect(found[0]?.alarm).toMatchObject({ facts: { because: 'secrecy-marking' } });
});

describe('a source that fails', () => {
  const failure = { failed: 'tcp', zh: '连接被拒绝', en: 'connection refused', isLasting: false };

  it('is told after a quarter of an hour where something new comes all the time, else after a day', () => {
    const failing = (minutes: number) => ({ failure, failingSince: ago(minutes), failedAttempts: 3 });
    const realtime = { updateCycle: 'realtime' } as const;
    expect(rules({ rhythm: realtime, reader: failing(14) })).toEqual([]);
    expect(rules({ rhythm: realtime, reader: failing(15) })).toEqual(['source-failing']);
    expect(rules({ reader: failing(23 * 60) })).toEqual([]);
    expect(rules({ reader: failing(24 * 60) })).toEqual(['source-failing']);
  });

  it('is not told before it could be read for so long', () => {
    const rhythm = { updateCycle: 'realtime' } as const;
    const reader = { failure, failingSince: ago(300), failedAttempts: 3 };
    const block = { state: 'blocked', since: ago(60), until: ago(5), reason: WORDS } as const;
    expect(rules({ rhythm, reader, health: { maintenanceUntil: ago(14) } })).toEqual([]);
    expect(rules({ rhythm, reader, health: { maintenanceUntil: ago(15) } })).toEqual(['source-failing']);
    expect(rules({ rhythm, reader, health: { policy: block } })).toEqual([]);
    expect(rules({ rhythm, reader, health: { stageSince: ago(10) } })).toEqual([]);
  });

  it('is told soon where waiting does not help', () => {
    const lasting = {
      failure: { ...failure, failed: 'credentials', isLasting: true },
      failingSince: ago(15),
    };
    expect(rules({ reader: lasting })).toEqual(['source-failing']);
  });
});

describe('a stream of which nothing comes', () => {
  const silent = { recordAt: ago(4 * 24 * 60) };

  it('is told when its update cycle is over, whether it is read or pushes', () => {
    expect(rules({ health: silent })).toEqual(['source-silent']);
    expect(rules({ health: silent, reader: { claimedAt: null } })).toEqual(['source-silent']);
    expect(rules({ health: silent, rhythm: { updateCycle: 'weekly' } })).toEqual([]);
    expect(rules({ health: silent, rhythm: { updateCycle: 'on-demand' } })).toEqual([]);
  });

  it('and that is read is told once somebody has looked since, and what a reader took counts at once', () => {
    const reader = { claimedAt: null, lookedAt: ago(4 * 24 * 60) };
    expect(rules({ health: silent, reader })).toEqual([]);
    expect(rules({ health: silent, reader: { ...reader, lookedAt: null } })).toEqual([]);
    expect(rules({ health: silent, reader: { claimedAt: ago(3) } })).toEqual([]);
  });

  it('that never sent anything has its cycle from the day on which it was let in', () => {
    expect(rules({ health: { recordAt: null, stageSince: ago(60) } })).toEqual([]);
    expect(rules({ health: { recordAt: null } })).toEqual(['source-silent']);
  });

  it('has its cycle anew after a maintenance and after it was opened', () => {
    expect(rules({ health: { ...silent, maintenanceUntil: ago(60) } })).toEqual([]);
    expect(
      rules({ health: { ...silent, policy: { state: 'open', since: ago(60), until: null, reason: null } } }),
    ).toEqual([]);
  });

  it('is expected to be silent while it takes nothing', () => {
    expect(rules({ health: { ...silent, because: 'maintenance', maintenanceUntil: ago(-60) } })).toEqual([]);
  });
});

test.each(['applied', 'joint-test', 'retired'] as const)('nothing is raised at the stage %s', (stage) => {
  expect(rules({ health: { ...HEALTHY, stage, recordAt: null }, broken: 90 })).toEqual([]);
});

test('nothing is raised of a stream that is switched off', () => {
  expect(rules({ health: { because: 'disabled', recordAt: null }, broken: 90 })).toEqual([]);
});

test('what a reconciliation found is held while the stream is reconciled and expected to send', () => {
  expect(rules({ isReconciled: true })).toEqual(['reconciliation-difference?']);
  expect(rules({ isReconciled: true, health: { stage: 'retired' } })).toEqual([]);
});
