import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import {
  readSignature,
  SIGNATURE_ALGORITHMS,
  signRequest,
  verifySignature,
  type ClaimedSignature,
} from './request-signature.ts';

const NOW = 1_795_500_000;
const SECRET = Buffer.from('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f', 'hex');
const REQUEST = {
  keyId: '0123456789abcdef',
  method: 'POST',
  path: '/v1/systems/gas-safety/streams/inspections/records?dryRun=true',
  timestamp: NOW,
  nonce: 'a1b2c3d4e5f60718',
  body: Buffer.from('{"inspectId":"1"}'),
  secret: SECRET,
};

function claimOf(headers: Record<string, string>, now = NOW): ClaimedSignature {
  const claimed = readSignature(headers, now);
  if (claimed === null || typeof claimed === 'string') throw new Error(String(claimed));
  return claimed;
}

describe('a signed request', () => {
  it('uses SM3 as GB/T 32905 defines it', () => {
    expect(createHash('sm3').update('abc').digest('hex')).toBe(
      '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
    );
  });

  it.each(SIGNATURE_ALGORITHMS)('with %s is verified by whoever has the secret', (algorithm) => {
    const claimed = claimOf(signRequest({ ...REQUEST, algorithm }));
    expect(claimed).toMatchObject({ keyId: REQUEST.keyId, algorithm, timestamp: NOW });
    expect(verifySignature(claimed, REQUEST, SECRET)).toBe(true);
    expect(verifySignature(claimed, REQUEST, Buffer.alloc(32))).toBe(false);
  });

  it('signs five lines, as the documentation says', () => {
    const digest = createHash('sha256').update(REQUEST.body).digest('hex');
    const lines = `POST\n${REQUEST.path}\n${NOW}\n${REQUEST.nonce}\n${digest}`;
    const expected = createHmac('sha256', SECRET).update(lines).digest('hex');
    expect(signRequest({ ...REQUEST, algorithm: 'hmac-sha256' })['x-exchange-signature']).toBe(expected);
  });

  it('is refused when any part of it was changed', () => {
    const claimed = claimOf(signRequest({ ...REQUEST, algorithm: 'hmac-sm3' }));
    fc.assert(
      fc.property(
        fc.constantFrom('method', 'path', 'body', 'timestamp', 'nonce'),
        fc.string({ minLength: 1 }),
        (part, text) => {
          const changed =
            part === 'body'
              ? { request: { ...REQUEST, body: Buffer.concat([REQUEST.body, Buffer.from(text)]) }, claimed }
              : part === 'timestamp'
                ? { request: REQUEST, claimed: { ...claimed, timestamp: NOW + 1 } }
                : part === 'nonce'
                  ? { request: REQUEST, claimed: { ...claimed, nonce: claimed.nonce + text } }
                  : { request: { ...REQUEST, [part]: REQUEST[part] + text.trim() + 'x' }, claimed };
          return !verifySignature(changed.claimed, changed.request, SECRET);
        },
      ),
    );
  });

  it('is taken within five minutes only', () => {
    const headers = signRequest({ ...REQUEST, algorithm: SIGNATURE_ALGORITHMS[0] });
    expect(readSignature(headers, NOW + 300)).toMatchObject({ keyId: REQUEST.keyId });
    expect(readSignature(headers, NOW + 301)).toBe('clock-skew');
    expect(readSignature(headers, NOW - 301)).toBe('clock-skew');
  });

  it('is told apart from one that is not signed and one that is not well-formed', () => {
    const headers = signRequest({ ...REQUEST, algorithm: 'hmac-sha256' });
    expect(readSignature({}, NOW)).toBeNull();
    for (const change of [
      { 'x-exchange-algorithm': 'md5' },
      { 'x-exchange-timestamp': '1e9' },
      { 'x-exchange-nonce': 'short' },
      { 'x-exchange-signature': 'ABC' },
      { 'x-exchange-key': '' },
    ]) {
      expect(readSignature({ ...headers, ...change }, NOW)).toBe('malformed');
    }
  });
});
