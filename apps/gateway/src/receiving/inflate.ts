import { createGunzip } from 'node:zlib';

export type Inflated =
  | { readonly kind: 'body'; readonly body: Buffer }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'no-room' }
  | { readonly kind: 'damaged' }
  | { readonly kind: 'unsupported' };

const CHUNK_BYTES = 65_536;

/**
 * Undoes the Content-Encoding; stops as soon as the result passes `bytesMax`, or `grow` has no room for the next bytes,
 * however small the compressed body was.
 */
export async function inflate(
  body: Buffer,
  encoding: string | undefined,
  bytesMax: number,
  grow: (moreBytes: number) => boolean,
): Promise<Inflated> {
  if (encoding === undefined || encoding.toLowerCase() === 'identity') return { kind: 'body', body };
  if (encoding.toLowerCase() !== 'gzip') return { kind: 'unsupported' };
  const chunks: Buffer[] = [];
  let bytes = 0;
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  gunzip.end(body);
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > bytesMax) return { kind: 'too-large' };
      if (!grow(chunk.length)) return { kind: 'no-room' };
      chunks.push(chunk);
    }
  } catch {
    return { kind: 'damaged' };
  }
  return { kind: 'body', body: Buffer.concat(chunks, bytes) };
}
