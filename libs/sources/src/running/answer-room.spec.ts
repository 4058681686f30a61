import { setTimeout as sleep } from 'node:timers/promises';
import { AnswerRoom } from './answer-room.ts';

const signal = (): AbortSignal => AbortSignal.timeout(5_000);

test('a page waits until those before it have been taken', async () => {
  const room = new AnswerRoom(100);
  const first = await room.enter(signal(), 60);
  const entering = room.enter(signal(), 60).then((occupied) => occupied);
  expect(await Promise.race([entering, sleep(200, 'waits')])).toBe('waits');
  first.leave();
  first.leave();
  (await entering).leave();
});

test('an answer that turns out to be large keeps the others out, and is let in itself', async () => {
  const room = new AnswerRoom(100);
  const first = await room.enter(signal(), 10);
  first.resize(1_000);
  await expect(room.enter(AbortSignal.timeout(150), 10)).rejects.toThrow();
  first.resize(20);
  (await room.enter(signal(), 80)).leave();
  first.leave();
  (await room.enter(signal(), 5_000)).leave();
});
