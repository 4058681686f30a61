import type { ExchangeEvent } from '@exchange/contracts';
import {
  openEventLog,
  type EventLog,
  type EventLogSettings,
  type LoggedEvent,
  type Positions,
  type Subscription,
} from '@exchange/event-log';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { EffectStore } from './effect-store.ts';
import type { MemberOptions } from './member.ts';
import { createTestDatabase, type TestDatabase } from '../test-database.ts';

/** What a driver's spec gives to the suites. */
export interface EventLogUnderTest {
  /** By these every client of the log is opened: in this process and in others. */
  readonly settings: EventLogSettings;
  /** Removes events before a position as retention does in time. */
  expire(topic: string, partition: number, before: number): Promise<void>;
  /** Takes a topic's log away; `ensureTopics` then makes it anew. */
  destroy(topic: string): Promise<void>;
  stop(): Promise<void>;
}

/** What the tests of a suite share; filled before the first of them. */
export interface Context {
  underTest: EventLogUnderTest;
  harness: EventLogHarness;
  /** A client that is always open. */
  log: EventLog;
}

export const partitions = 4;
export const deadlineMs = 15_000;

/** Clients, topics, groups and processes of one test file; everything opened is closed by `stop`. */
export class EventLogHarness {
  readonly effects: EffectStore;
  readonly #settings: EventLogSettings;
  readonly #database: TestDatabase;
  readonly #logs: EventLog[] = [];
  readonly #children = new Set<ChildProcess>();
  readonly #run = randomBytes(4).toString('hex');
  #names = 0;

  private constructor(settings: EventLogSettings, database: TestDatabase) {
    this.#settings = settings;
    this.#database = database;
    this.effects = new EffectStore(database.url);
  }

  static async start(settings: EventLogSettings): Promise<EventLogHarness> {
    const harness = new EventLogHarness(settings, await createTestDatabase());
    await harness.effects.create();
    return harness;
  }

  /** Another client, as another process would have it. */
  open(): EventLog {
    const log = openEventLog(this.#settings);
    this.#logs.push(log);
    return log;
  }

  /** A topic of its own for a test. */
  async topic(log: EventLog, count = partitions): Promise<string> {
    const topic = `wujin.test-${this.#run}-${(this.#names += 1)}.v1`;
    await log.ensureTopics([{ topic, partitions: count, retentionDays: 30 }]);
    return topic;
  }

  group(): string {
    return `group-${this.#run}-${(this.#names += 1)}`;
  }

  /** A subscription whose effects and position rows are in the effect store. */
  consumer(
    group: string,
    member: string,
    topic: string,
    differences: Partial<Subscription> = {},
  ): Subscription {
    return {
      group,
      topics: [topic],
      from: (at, partition) => this.effects.position(group, at, partition),
      onBatch: (batch) => this.effects.apply(group, member, batch),
      onGap: (gap) => this.effects.skipGap(group, gap),
      ...differences,
    };
  }

  /** A member in a process of its own; resolves when it has joined. */
  async member(options: Omit<MemberOptions, 'settings' | 'effectsUrl'>): Promise<ChildProcess> {
    const child = this.#spawn('member.ts', [
      JSON.stringify({
        ...options,
        settings: this.#settings,
        effectsUrl: this.#database.url,
      } satisfies MemberOptions),
    ]);
    await new Promise<void>((resolve, reject) => {
      child.stdout?.once('data', () => resolve());
      child.once('exit', (code) => reject(new Error(`the member ended with ${code}`)));
    });
    return child;
  }

  /** Exit code and output of a process that uses a topic once and closes the log. */
  async visit(topic: string): Promise<{ code: number | null; output: string }> {
    const child = this.#spawn('visit.ts', [JSON.stringify(this.#settings), topic]);
    let output = '';
    child.stdout?.on('data', (chunk) => (output += String(chunk)));
    const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
    return { code, output };
  }

  #spawn(script: string, args: readonly string[]): ChildProcess {
    const [aliases, file] = ['../register-aliases.ts', script].map((name) =>
      fileURLToPath(new URL(name, import.meta.url)),
    );
    const child = spawn(process.execPath, ['--import', aliases as string, file as string, ...args], {
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'] },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#children.add(child);
    child.once('exit', () => this.#children.delete(child));
    return child;
  }

  async stop(): Promise<void> {
    for (const child of this.#children) child.kill('SIGKILL');
    await Promise.all(this.#logs.map((log) => log.close()));
    await this.effects.close();
    await this.#database.drop();
  }
}

/** Everything from some positions on, page by page. */
export async function readAll(
  log: EventLog,
  topic: string,
  from: Positions = new Map(),
  limit = 1000,
): Promise<LoggedEvent[]> {
  const all: LoggedEvent[] = [];
  for (let positions = from; ;) {
    const page = await log.read({ topic, positions, limit });
    all.push(...page.events);
    positions = page.positions;
    if (page.events.length === 0) return all;
  }
}

/** Ids in log order per partition. */
export function idsByPartition(
  events: ReadonlyArray<{ partition: number; id: string }>,
): Map<number, string[]> {
  const ids = new Map<number, string[]>();
  for (const { partition, id } of events) ids.set(partition, [...(ids.get(partition) ?? []), id]);
  return ids;
}

export function idsOf(events: readonly LoggedEvent[]): Array<{ partition: number; id: string }> {
  return events.map(({ partition, event }) => ({ partition, id: event.id }));
}

export function sortedIds(events: readonly ExchangeEvent[]): string[] {
  return events.map(({ id }) => id).sort();
}
