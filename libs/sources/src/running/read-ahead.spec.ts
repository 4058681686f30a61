import { setTimeout as sleep } from 'node:timers/promises';
import { readAhead } from './read-ahead.ts';

async function* numbers(count: number, asked: number[]): AsyncGenerator<number> {
  for (let number = 0; number < count; number += 1) {
    asked.push(number);
    yield number;
  }
}

test('asks for one item more than was taken, and for no second one', async () => {
  const asked: number[] = [];
  const taken: number[] = [];
  for await (const number of readAhead(() => numbers(5, asked), new AbortController().signal)) {
    await sleep(2);
    taken.push(number);
    expect(asked.length).toBeLessThanOrEqual(number + 2);
  }
  expect(taken).toEqual([0, 1, 2, 3, 4]);
});

test('leaves a source that waits for something to come', async () => {
  let hasEnded = false;
  async function* queue(signal: AbortSignal): AsyncGenerator<string> {
    yield 'only message';
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    hasEnded = true;
  }
  for await (const message of readAhead(queue, new AbortController().signal)) {
    expect(message).toBe('only message');
    break;
  }
  expect(hasEnded).toBe(true);
});

test('passes a failure on after the items before it', async () => {
  async function* failing(): AsyncGenerator<number> {
    yield 1;
    throw new Error('gone');
  }
  const taken: number[] = [];
  const reading = (async () => {
    for await (const number of readAhead(failing, new AbortController().signal)) taken.push(number);
  })();
  await expect(reading).rejects.toThrow('gone');
  expect(taken).toEqual([1]);
});
