import { createServer } from 'node:net';
import { freePort } from '@exchange/testing';

/** The port that people remember, or any free one when it is taken. */
export async function portFor(wished: number): Promise<number> {
  const isFree = await new Promise<boolean>((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(wished, '127.0.0.1', () => server.close(() => resolve(true)));
  });
  return isFree ? wished : freePort();
}
