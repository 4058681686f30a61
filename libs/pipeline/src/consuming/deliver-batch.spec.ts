import * as fc from 'fast-check';
import { ExchangeError } from '@exchange/contracts';
import { deliverBatch, type BatchPart, type DeliveryPorts } from './deliver-batch.ts';

interface Event {
  readonly position: number;
  readonly fault?: 'poison' | 'outage';
}

/** A group with a position row and a table of effects, both written in one go or not at all. */
class Group implements DeliveryPorts<Event> {
  position: number;
  readonly applied: number[] = [];
  readonly failures: number[] = [];
  transactions = 0;

  constructor(position: number) {
    this.position = position;
  }

  async apply(part: BatchPart<Event>): Promise<void> {
    this.transactions += 1;
    for (const event of part.events) {
      if (event.fault === 'poison') throw new Error('not JSON');
      if (event.fault === 'outage') throw new ExchangeError('store-unavailable', 'down', { retryable: true });
    }
    this.move(part);
    this.applied.push(...part.events.map((event) => event.position));
  }

  async keepFailure(part: BatchPart<Event>): Promise<void> {
    this.transactions += 1;
    this.move(part);
    this.failures.push(...part.events.map((event) => event.position));
  }

  isRetryable(error: unknown): boolean {
    return error instanceof ExchangeError && error.retryable;
  }

  private move(part: BatchPart<Event>): void {
    if (part.from !== this.position)
      throw new ExchangeError('position-moved', 'elsewhere', { retryable: true });
    this.position = part.next;
  }
}

function batchOf(faults: ReadonlyArray<Event['fault']>, from = 100): BatchPart<Event> {
  // Positions with holes, as Kafka leaves them.
  const events = faults.map((fault, index) => ({ position: from + index * 3, ...(fault ? { fault } : {}) }));
  return { events, from, next: from + faults.length * 3 + 2 };
}

describe('delivering a batch', () => {
  test('takes one transaction when nothing is wrong', async () => {
    const group = new Group(100);
    expect(await deliverBatch(batchOf([undefined, undefined, undefined]), group)).toBe(0);
    expect([group.transactions, group.position]).toEqual([1, 111]);
  });

  test('keeps a poison event aside and goes on with the events behind it', async () => {
    const group = new Group(100);
    expect(await deliverBatch(batchOf([undefined, undefined, 'poison', undefined]), group)).toBe(1);
    expect(group.applied).toEqual([100, 103, 109]);
    expect(group.failures).toEqual([106]);
    expect(group.position).toBe(114);
  });

  test('an outage is not kept but thrown, with what stands before it committed', async () => {
    const group = new Group(100);
    const batch = batchOf([undefined, 'poison', undefined, 'outage', undefined, undefined]);
    // The outage is met first in the whole batch's transaction only when nothing before it is poison.
    await expect(deliverBatch(batch, group)).rejects.toMatchObject({ code: 'store-unavailable' });
    expect(group.failures).toEqual([103]);
    expect(group.applied).toEqual([100, 106]);
    expect(group.position).toBe(109);
  });

  test('a position that moved elsewhere is thrown without any effect', async () => {
    const group = new Group(50);
    await expect(deliverBatch(batchOf([undefined]), group)).rejects.toMatchObject({ code: 'position-moved' });
    expect([group.applied, group.failures]).toEqual([[], []]);
  });

  test('a batch without events moves the position past the hole', async () => {
    const group = new Group(100);
    await deliverBatch({ events: [], from: 100, next: 140 }, group);
    expect(group.position).toBe(140);
  });

  test('every event is applied or kept exactly once and in order, wherever the poison is', async () => {
    const faults = fc.array(fc.constantFrom(undefined, undefined, undefined, 'poison' as const), {
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(faults, async (list) => {
        const group = new Group(100);
        const batch = batchOf(list);
        await deliverBatch(batch, group);
        const poisoned = batch.events.filter((event) => event.fault).map((event) => event.position);
        const healthy = batch.events.filter((event) => !event.fault).map((event) => event.position);
        expect(group.failures).toEqual(poisoned);
        expect(group.applied).toEqual(healthy);
        expect(group.position).toBe(batch.next);
      }),
    );
  });
});
