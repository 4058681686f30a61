import { orAborted, pause } from '../back-off.ts';
import type { Fetched, FetchRequest, PartitionSource } from '../partition-source.ts';
import type { LoggedEvent, Position } from '../port.ts';
import type { ClusterConnection } from './cluster-connection.ts';
import { fetchPartitions, type FetchedPartition } from './fetch-request.ts';
import { asLogError, KAFKA_ERROR, unavailable } from './kafka-error.ts';
import { readEarliest } from './offsets.ts';
import { decodeRecordBatches } from './record-batch.ts';

/** A partition that somebody reads, and what was fetched ahead of them. */
interface Slot {
  readonly topic: string;
  readonly partition: number;
  readonly leader: number;
  /** Read from the earliest event, wherever that is. */
  readonly isFromEarliest: boolean;
  /** Position of the next event to hand out, and of the next to fetch. */
  position: Position;
  fetchFrom: Position;
  buffered: LoggedEvent[];
  /** Events were handed out. */
  hasBegun: boolean;
  isOutOfRange: boolean;
  failure: unknown;
  askedAt: number;
  /** Set while the reader waits. */
  wake: (() => void) | null;
}

/** A long poll is short, so that a partition which is asked for meanwhile does not wait long for its turn. */
const LIMITS = { waitMs: 100, bytesMax: 8_000_000, partitionBytesMax: 1_000_000 } as const;
/** Events held ahead of readers that are busy: of one, and of all together. */
const aheadEventsMax = 1000;
const aheadEventsTotalMax = 5000;
/** A reader that has not come back for so long has gone. */
const forgetMs = 30_000;
const saturatedPauseMs = 10;

export type OnForeign = (at: { topic: string; partition: number; position: Position }) => void;

/**
 * Reads partitions from given positions, without a consumer group: one long poll per broker for all partitions that are
 * read, and some events ahead. The consumer of kafkajs cannot be used for that: it starts from committed offsets, silently
 * starts elsewhere when they are out of range, and lets a partition whose batch is retried hold up all others of its broker.
 */
export class PartitionFetcher implements PartitionSource {
  readonly #connection: ClusterConnection;
  readonly #onForeign: OnForeign;
  readonly #slots = new Map<string, Slot>();
  readonly #polls = new Map<number, Promise<void>>();
  readonly #controller = new AbortController();
  #turn = 0;

  /** `onForeign` is told of records that are not exchange events; they are passed over. */
  constructor(connection: ClusterConnection, onForeign: OnForeign) {
    this.#connection = connection;
    this.#onForeign = onForeign;
  }

  async fetch(request: FetchRequest, signal: AbortSignal): Promise<Fetched> {
    const name = nameOf(request);
    for (;;) {
      // A broker that does not answer must not keep anybody from leaving.
      const slot = await orAborted(this.#slotOf(name, request, signal), signal);
      if (slot) await this.#waitFor(slot, signal);
      if (!slot || signal.aborted || this.#controller.signal.aborted) {
        this.#slots.delete(name);
        const from = slot?.position ?? request.position ?? 0;
        return { kind: 'events', from, events: [], next: from };
      }
      if (slot.buffered.length > 0) return handOut(slot, request.eventsMax);
      this.#slots.delete(name);
      if (slot.failure) throw asLogError(slot.failure);
      if (slot.isOutOfRange && !slot.isFromEarliest)
        return { kind: 'gap', earliest: await this.#earliest(request) };
    }
  }

  /** Resolves when nothing of it runs any more. */
  async close(): Promise<void> {
    this.#controller.abort();
    this.#connection.reset();
    for (const slot of this.#slots.values()) slot.wake?.();
    await Promise.all(this.#polls.values());
    await this.#connection.close();
  }

  async #earliest({ topic, partition }: FetchRequest): Promise<Position> {
    try {
      return await readEarliest(this.#connection, topic, partition);
    } catch (error) {
      throw asLogError(error);
    }
  }

  /** The slot that stands where the reader is, or a new one. */
  async #slotOf(name: string, request: FetchRequest, signal: AbortSignal): Promise<Slot> {
    const { topic, partition, position } = request;
    const existing = this.#slots.get(name);
    const fits =
      position === null ? existing?.isFromEarliest && !existing.hasBegun : existing?.position === position;
    if (existing && fits && !existing.failure && !existing.isOutOfRange) {
      existing.askedAt = performance.now();
      return existing;
    }
    const start = position ?? (await this.#earliest(request));
    const slot: Slot = {
      topic,
      partition,
      leader: await this.#leaderOf(topic, partition),
      isFromEarliest: position === null,
      position: start,
      fetchFrom: start,
      buffered: [],
      hasBegun: false,
      isOutOfRange: false,
      failure: null,
      askedAt: performance.now(),
      wake: null,
    };
    // A reader that has left meanwhile must not displace the slot of the one who came after.
    if (signal.aborted) return slot;
    this.#slots.set(name, slot);
    if (!this.#polls.has(slot.leader)) this.#polls.set(slot.leader, this.#poll(slot.leader));
    return slot;
  }

  async #leaderOf(topic: string, partition: number): Promise<number> {
    try {
      const leader = (await this.#connection.leaders(topic))[partition];
      if (leader === undefined || leader < 0) throw unavailable(`partition ${partition} has no leader`);
      return leader;
    } catch (error) {
      throw asLogError(error);
    }
  }

  async #waitFor(slot: Slot, signal: AbortSignal): Promise<void> {
    if (slot.buffered.length > 0 || slot.isOutOfRange || slot.failure) return;
    if (signal.aborted || this.#controller.signal.aborted) return;
    await new Promise<void>((resolve) => {
      slot.wake = resolve;
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    slot.wake = null;
  }

  /** Polls one broker for as long as partitions that it leads are read. */
  async #poll(leader: number): Promise<void> {
    const { signal } = this.#controller;
    while (!signal.aborted) {
      const slots = this.#slotsOf(leader);
      if (slots.length === 0) break;
      const wanted = this.#wanted(slots);
      if (wanted.length === 0) {
        await pause(saturatedPauseMs, signal);
        continue;
      }
      try {
        const broker = await this.#connection.broker(leader);
        const partitions = wanted.map(({ topic, partition, fetchFrom }) => ({
          topic,
          partition,
          position: fetchFrom,
        }));
        for (const answer of await fetchPartitions(broker, partitions, LIMITS))
          await this.#take(answer, wanted);
      } catch (error) {
        await this.#connection.recover(error);
        // The readers meet the problem, wait, and come back with new slots; some may have come meanwhile.
        for (const slot of slots) this.#fail(slot, error);
      }
    }
    this.#polls.delete(leader);
  }

  #slotsOf(leader: number): Slot[] {
    const forgotten = performance.now() - forgetMs;
    const slots: Slot[] = [];
    for (const [name, slot] of this.#slots) {
      if (!slot.wake && slot.askedAt < forgotten) this.#slots.delete(name);
      else if (slot.leader === leader) slots.push(slot);
    }
    return slots;
  }

  /** Those with room, beginning with another one each time: an answer is filled in the order of the request. */
  #wanted(slots: readonly Slot[]): Slot[] {
    let ahead = 0;
    for (const { buffered } of this.#slots.values()) ahead += buffered.length;
    const wanted = slots.filter(({ buffered, wake, isOutOfRange, failure }) => {
      if (isOutOfRange || failure) return false;
      return buffered.length === 0 && wake
        ? true
        : ahead < aheadEventsTotalMax && buffered.length < aheadEventsMax;
    });
    this.#turn += 1;
    const first = this.#turn % Math.max(wanted.length, 1);
    return [...wanted.slice(first), ...wanted.slice(0, first)];
  }

  async #take(answer: FetchedPartition, asked: readonly Slot[]): Promise<void> {
    const slot = asked.find(
      ({ topic, partition }) => topic === answer.topic && partition === answer.partition,
    );
    if (!slot) return;
    switch (answer.errorCode) {
      case 0:
        try {
          this.#buffer(slot, answer.bytes);
        } catch (error) {
          this.#fail(slot, error);
        }
        break;
      case KAFKA_ERROR.offsetOutOfRange:
        slot.isOutOfRange = true;
        break;
      default:
        // The leader moved, or is not ready: ask again who it is.
        await this.#connection.refresh();
        this.#fail(slot, unavailable(`error ${answer.errorCode} while reading`));
    }
    if (slot.buffered.length > 0 || slot.isOutOfRange) slot.wake?.();
  }

  /** The slot is given up, so that nobody polls for it any more. */
  #fail(slot: Slot, error: unknown): void {
    const name = nameOf(slot);
    if (this.#slots.get(name) === slot) this.#slots.delete(name);
    slot.failure = error;
    slot.wake?.();
  }

  #buffer(slot: Slot, bytes: Buffer): void {
    const { topic, partition } = slot;
    const { records, next } = decodeRecordBatches(bytes, slot.fetchFrom);
    for (const { position, event } of records) {
      if (event) slot.buffered.push({ topic, partition, position, event });
      else this.#onForeign({ topic, partition, position });
    }
    if (next !== null) slot.fetchFrom = Math.max(slot.fetchFrom, next);
  }
}

function nameOf({ topic, partition }: { topic: string; partition: number }): string {
  return `${topic}/${partition}`;
}

function handOut(slot: Slot, eventsMax: number): Fetched {
  const events = slot.buffered.slice(0, eventsMax);
  slot.buffered = slot.buffered.slice(eventsMax);
  const from = slot.position;
  slot.hasBegun = true;
  slot.position = (events.at(-1)?.position ?? from - 1) + 1;
  return { kind: 'events', from, events, next: slot.position };
}
