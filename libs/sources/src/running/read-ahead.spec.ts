import { setTimeout as sleep } from 'node:timers/promises';
import { readAhead } from './read-ahead.ts';

const needless = (): Promise<void> => Promise.reject(new Error('the reading ends by itself'));

async function* numbers(count: number, asked: number[]): AsyncGenerator<number> {
  for (let number = 0; number < count; number += 1) {
    asked.push(number);
    yield number;
  }
}

test('asks for one item more than was taken, and for no second one', async () => {
  const asked: number[] = [];
  const taken: number[] = [];
  for await (const number of readAhead(() => numbers(5, asked), new AbortController().signal, needless)) {
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
  for await (const message of readAhead(queue, new AbortController().signal, needless)) {
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
    const { signal } = new AbortController();
    for await (const number of readAhead(failing, signal, needless)) taken.push(number);
  })();
  await expect(reading).rejects.toThrow('gone');
  expect(taken).toEqual([1]);
});

describe('a source that does not hear that it is to stop', () => {
  /** Ends when it is closed, or never. */
  function deafSource(isClosable: boolean) {
    const closed = Promise.withResolvers<never>();
    const state = { isClosed: false };
    async function* read(): AsyncGenerator<number> {
      yield 1;
      await closed.promise;
    }
    const close = async (): Promise<void> => {
      state.isClosed = true;
      if (isClosable) closed.reject(new Error('closed'));
      else await closed.promise;
    };
    return { state, read, close };
  }

  test.each([true, false])(
    'is closed, and left alone if that does not help either (it does: %s)',
    async (helps) => {
      const { state, read, close } = deafSource(helps);
      for await (const number of readAhead(read, new AbortController().signal, close, 20)) {
        expect(number).toBe(1);
        break;
      }
      expect(state.isClosed).toBe(true);
    },
  );

  test('is not waited for when the reader is stopped meanwhile', async () => {
    const { state, read, close } = deafSource(false);
    const stopping = new AbortController();
    const taken: number[] = [];
    setTimeout(() => stopping.abort(), 20);
    for await (const number of readAhead(read, stopping.signal, close, 20)) taken.push(number);
    expect(taken).toEqual([1]);
    expect(state.isClosed).toBe(true);
  });
});
