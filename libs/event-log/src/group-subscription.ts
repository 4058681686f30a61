import { runPartitionLoop } from './partition-loop.ts';
import type { PartitionSource } from './partition-source.ts';
import type { RunningSubscription, Subscription } from './port.ts';

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** What a driver's membership tells a subscription, as often as the group changes. */
export interface AssignmentListener {
  /** Starts delivering these partitions; those that run already go on. */
  assign(partitions: readonly TopicPartition[]): void;
  /** Stops delivering them; resolves when their batches at hand are finished. */
  revoke(partitions: readonly TopicPartition[]): Promise<void>;
  /** The partitions that are being delivered. */
  assigned(): readonly TopicPartition[];
}

/** Membership in a group: who of the live members has which partitions. */
export interface Membership {
  /** Resolves when the group has been joined for the first time or could not be reached: it goes on trying. */
  join(listener: AssignmentListener): Promise<void>;
  /** Whether the partitions assigned last are still surely ours. */
  holds(partition: TopicPartition): boolean;
  /** Gives everything back. Called after the listener has finished its batches. */
  leave(): Promise<void>;
}

interface RunningLoop {
  readonly at: TopicPartition;
  readonly controller: AbortController;
  readonly ended: Promise<void>;
}

/** One member of a group: runs a loop for each partition that the membership assigns to it. */
export class GroupSubscription implements AssignmentListener, RunningSubscription {
  readonly #subscription: Subscription;
  readonly #source: PartitionSource;
  readonly #membership: Membership;
  readonly #loops = new Map<string, RunningLoop>();
  #stopping: Promise<void> | null = null;

  constructor(subscription: Subscription, source: PartitionSource, membership: Membership) {
    this.#subscription = subscription;
    this.#source = source;
    this.#membership = membership;
  }

  async start(): Promise<void> {
    await this.#membership.join(this);
  }

  assign(partitions: readonly TopicPartition[]): void {
    if (this.#stopping) return;
    for (const at of partitions) {
      const name = nameOf(at);
      const running = this.#loops.get(name);
      if (running && !running.controller.signal.aborted) continue;
      const controller = new AbortController();
      const ended = this.#run(at, controller.signal, running?.ended);
      const loop = { at, controller, ended };
      this.#loops.set(name, loop);
      void ended.then(() => {
        if (this.#loops.get(name) === loop) this.#loops.delete(name);
      });
    }
  }

  /** A partition that comes back while its old loop finishes a batch waits for that: one batch of a partition at a time. */
  async #run(at: TopicPartition, signal: AbortSignal, previous: Promise<void> | undefined): Promise<void> {
    await previous;
    const holds = (): boolean => this.#membership.holds(at);
    await runPartitionLoop({ ...at, subscription: this.#subscription, source: this.#source, holds }, signal);
  }

  async revoke(partitions: readonly TopicPartition[]): Promise<void> {
    const loops = partitions.map((at) => this.#loops.get(nameOf(at))).filter((loop) => loop !== undefined);
    for (const { controller } of loops) controller.abort();
    await Promise.all(loops.map(({ ended }) => ended));
  }

  assigned(): readonly TopicPartition[] {
    return [...this.#loops.values()]
      .filter(({ controller }) => !controller.signal.aborted)
      .map(({ at }) => at);
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    await this.revoke([...this.#loops.values()].map(({ at }) => at));
    await this.#membership.leave();
  }
}

function nameOf({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}
