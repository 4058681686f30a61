import { randomUUID } from 'node:crypto';
import { ExchangeError } from '@exchange/contracts';
import type { Pool } from 'pg';
import { pause } from '../back-off.ts';
import { withDeadline } from '../deadline.ts';
import type { AssignmentListener, Membership, TopicPartition } from '../group-subscription.ts';
import type { HintChannel } from './hint-channel.ts';
import type { TopicDirectory } from './topic-directory.ts';

export interface LeaseMembershipOptions {
  readonly pool: Pool;
  readonly topics: TopicDirectory;
  readonly hints: HintChannel;
  readonly group: string;
  readonly subscribed: readonly string[];
  readonly onError: (error: unknown) => void;
}

/** How long a member that says nothing keeps its partitions, by the clock of the database. */
const leaseMs = 5000;
/** Five chances to renew within a lease. */
const renewIntervalMs = 1000;
/** What must be left of a lease, by our own clock, for a delivery to begin. */
const leaseMarginMs = 500;
const leaveMsMax = 3000;

interface LeasedPartition extends TopicPartition {
  readonly id: number;
}

/**
 * Membership by leases per (group, partition). Every member computes the same fair share from the list of live members and
 * claims its own part; what belongs to somebody else is given back after the batch at hand. Nobody is a leader.
 */
export class LeaseMembership implements Membership {
  readonly #options: LeaseMembershipOptions;
  readonly #member = randomUUID();
  readonly #controller = new AbortController();
  #partitions: readonly LeasedPartition[] = [];
  #held = new Set<number>();
  #heldUntil = 0;
  #running: Promise<void> = Promise.resolve();
  #isHinted = false;
  #wakeUp: () => void = () => undefined;
  #stopListening: () => void = () => undefined;
  readonly #releases = new Map<number, Promise<void>>();

  constructor(options: LeaseMembershipOptions) {
    this.#options = options;
  }

  async join(listener: AssignmentListener): Promise<void> {
    const { group, hints } = this.#options;
    this.#stopListening = hints.listen((hint) => {
      if (!('group' in hint) || hint.group !== group) return;
      this.#isHinted = true;
      this.#wakeUp();
    });
    await this.#renew(listener, true);
    this.#running = this.#keepRenewing(listener);
  }

  holds({ topic, partition }: TopicPartition): boolean {
    if (performance.now() > this.#heldUntil) return false;
    return this.#partitions.some(
      (at) => at.topic === topic && at.partition === partition && this.#held.has(at.id),
    );
  }

  async leave(): Promise<void> {
    const { group, hints } = this.#options;
    this.#controller.abort();
    this.#stopListening();
    try {
      await withDeadline(this.#giveBack(), leaveMsMax);
    } catch (error) {
      // The leases run out by themselves.
      this.#options.onError(error);
    }
    hints.groupChanged(group);
  }

  async #giveBack(): Promise<void> {
    const { pool, group } = this.#options;
    await this.#running;
    await Promise.all(this.#releases.values());
    const gone = [group, this.#member];
    await pool.query('DELETE FROM event_log.leases WHERE group_name = $1 AND member = $2', gone);
    await pool.query('DELETE FROM event_log.members WHERE group_name = $1 AND member = $2', gone);
  }

  async #keepRenewing(listener: AssignmentListener): Promise<void> {
    const { signal } = this.#controller;
    while (!signal.aborted) {
      const nap = new AbortController();
      this.#wakeUp = () => nap.abort();
      if (!this.#isHinted) await pause(renewIntervalMs, AbortSignal.any([signal, nap.signal]));
      this.#isHinted = false;
      if (!signal.aborted) await this.#renew(listener, false);
    }
  }

  async #renew(listener: AssignmentListener, isFirst: boolean): Promise<void> {
    const { hints, group, onError } = this.#options;
    try {
      this.#partitions = await this.#subscribedPartitions();
      const startedAt = performance.now();
      const mine = new Set(
        shareOf(this.#member, await this.#liveMembers(), this.#partitions).map(({ id }) => id),
      );
      const claimed = await this.#claim([...new Set([...mine, ...this.#held])]);
      // Counted from before the claim: by the database's clock the lease ends no earlier.
      this.#heldUntil = startedAt + leaseMs - leaseMarginMs;
      this.#held = claimed;
      this.#apply(listener, mine);
      if (isFirst) hints.groupChanged(group);
    } catch (error) {
      onError(error);
    }
  }

  /** Tells the subscription what it has, and gives back what is somebody else's share. */
  #apply(listener: AssignmentListener, mine: ReadonlySet<number>): void {
    const lost = listener.assigned().filter((at) => !this.#held.has(this.#idOf(at)));
    void listener.revoke(lost);
    listener.assign(this.#partitions.filter(({ id }) => mine.has(id) && this.#held.has(id)));
    for (const at of this.#partitions) {
      if (!this.#held.has(at.id) || mine.has(at.id) || this.#releases.has(at.id)) continue;
      const release = this.#release(listener, at).catch(this.#options.onError);
      this.#releases.set(at.id, release);
      void release.finally(() => this.#releases.delete(at.id));
    }
  }

  async #release(listener: AssignmentListener, at: LeasedPartition): Promise<void> {
    const { pool, hints, group } = this.#options;
    await listener.revoke([at]);
    this.#held.delete(at.id);
    await pool.query(
      'DELETE FROM event_log.leases WHERE group_name = $1 AND partition_id = $2 AND member = $3',
      [group, at.id, this.#member],
    );
    hints.groupChanged(group);
  }

  #idOf({ topic, partition }: TopicPartition): number {
    return this.#partitions.find((at) => at.topic === topic && at.partition === partition)?.id ?? -1;
  }

  async #subscribedPartitions(): Promise<LeasedPartition[]> {
    const found = await Promise.all(
      this.#options.subscribed.map((topic) => this.#options.topics.find(topic)),
    );
    return found.flatMap(({ topic, partitionIds }) =>
      partitionIds.map((id, partition) => ({ topic, partition, id })),
    );
  }

  /** Says that we live and returns who else does, with the topics of each. */
  async #liveMembers(): Promise<Array<{ member: string; topics: readonly string[] }>> {
    const { pool, group, subscribed } = this.#options;
    const { rows } = await pool.query<{ member: string; topics: string[] }>({
      name: 'live members',
      text: `WITH living AS (
          INSERT INTO event_log.members (group_name, member, topics, expires_at)
          VALUES ($1, $2, $3, clock_timestamp() + make_interval(secs => $4 / 1000.0))
          ON CONFLICT (group_name, member) DO UPDATE SET expires_at = excluded.expires_at
          RETURNING member, topics
        ), dead AS (
          DELETE FROM event_log.members
          WHERE group_name = $1 AND member <> $2 AND expires_at < clock_timestamp() - interval '1 hour'
        )
        SELECT member, topics FROM event_log.members
        WHERE group_name = $1 AND member <> $2 AND expires_at > clock_timestamp()
        UNION ALL SELECT member, topics FROM living ORDER BY member`,
      values: [group, this.#member, subscribed, leaseMs],
    });
    return rows;
  }

  /** Renews our leases and takes those that are free or have run out; returns what is ours now. */
  async #claim(partitionIds: readonly number[]): Promise<Set<number>> {
    const { pool, group } = this.#options;
    const { rows } = await pool.query<{ partition_id: number }>({
      name: 'claim leases',
      text: `INSERT INTO event_log.leases AS held (group_name, partition_id, member, expires_at)
        SELECT $1, id, $2, clock_timestamp() + make_interval(secs => $4 / 1000.0) FROM unnest($3::integer[]) AS id ORDER BY id
        ON CONFLICT (group_name, partition_id) DO UPDATE SET member = excluded.member, expires_at = excluded.expires_at
        WHERE held.member = excluded.member OR held.expires_at < clock_timestamp()
        RETURNING partition_id`,
      values: [group, this.#member, partitionIds, leaseMs],
    });
    return new Set(rows.map((row) => row.partition_id));
  }
}

/** Partitions are dealt out in turn, each to the next live member that reads its topic. */
export function shareOf<P extends TopicPartition>(
  member: string,
  members: ReadonlyArray<{ readonly member: string; readonly topics: readonly string[] }>,
  partitions: readonly P[],
): P[] {
  const ordered = [...partitions].sort((a, b) =>
    a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1,
  );
  return ordered.filter(({ topic }, index) => {
    const readers = members.filter(({ topics }) => topics.includes(topic));
    if (readers.length === 0)
      throw new ExchangeError('lease-lost', 'no live member reads the topic', { retryable: true });
    return readers[index % readers.length]?.member === member;
  });
}
