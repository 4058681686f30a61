import { gzipSync } from 'node:zlib';
import { inflate as inflateInto, type Inflated } from './inflate.ts';

function inflate(body: Buffer, encoding: string | undefined, bytesMax: number): Promise<Inflated> {
  return inflateInto(body, encoding, bytesMax, () => true);
}

describe('inflating a body', () => {
  it('leaves a plain body alone', async () => {
    const body = Buffer.from('{}');
    expect(await inflate(body, undefined, 10)).toEqual({ kind: 'body', body });
    expect(await inflate(body, 'identity', 10)).toEqual({ kind: 'body', body });
  });

  it('undoes gzip', async () => {
    expect(await inflate(gzipSync('{"a":1}'), 'GZIP', 100)).toEqual({
      kind: 'body',
      body: Buffer.from('{"a":1}'),
    });
  });

  it('stops a bomb at the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    expect(bomb.length).toBeLessThan(60_000);
    expect(await inflate(bomb, 'gzip', 1_000_000)).toEqual({ kind: 'too-large' });
  });

  it('stops where there is no room for more', async () => {
    let room = 200_000;
    const grow = (bytes: number): boolean => {
      room -= bytes;
      return room >= 0;
    };
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    expect(await inflateInto(bomb, 'gzip', 100_000_000, grow)).toEqual({ kind: 'no-room' });
    expect(room).toBeGreaterThan(-200_000);
  });

  it('tells damaged data and unknown encodings apart', async () => {
    expect(await inflate(Buffer.from('not gzip'), 'gzip', 100)).toEqual({ kind: 'damaged' });
    expect(await inflate(gzipSync('{"a":1}').subarray(0, 12), 'gzip', 100)).toEqual({ kind: 'damaged' });
    expect(await inflate(Buffer.from(''), 'br', 100)).toEqual({ kind: 'unsupported' });
  });
});
