import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

const gunzipAsync = promisify(gunzip);

export type Inflated =
  | { readonly kind: 'body'; readonly body: Buffer }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'damaged' }
  | { readonly kind: 'unsupported' };

/** Undoes the Content-Encoding; stops as soon as the result passes `bytesMax`, however small the compressed body was. */
export async function inflate(
  body: Buffer,
  encoding: string | undefined,
  bytesMax: number,
): Promise<Inflated> {
  if (encoding === undefined || encoding.toLowerCase() === 'identity') return { kind: 'body', body };
  if (encoding.toLowerCase() !== 'gzip') return { kind: 'unsupported' };
  try {
    return { kind: 'body', body: await gunzipAsync(body, { maxOutputLength: bytesMax }) };
  } catch (error) {
    return { kind: (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'damaged' };
  }
}
