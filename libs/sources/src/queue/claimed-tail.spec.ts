import * as fc from 'fast-check';
import { ClaimedTail } from './claimed-tail.ts';
import { identityDigest } from './identity-digest.ts';

function digestsOf(texts: string): string[] {
  return [...texts].map((text) => identityDigest(text));
}

function tailOf(texts: string): ClaimedTail {
  return new ClaimedTail(digestsOf(texts).join(''));
}

describe('the tail of what was claimed', () => {
  it.each([
    ['abc', 'abcde', 3],
    ['abc', 'cde', 1],
    ['abc', 'de', 0],
    ['abc', '', 0],
    ['', 'abc', 0],
    ['aab', 'ab', 2],
    ['abab', 'abab', 4],
    // An a that was sent after the b and not claimed is not the a before it.
    ['ab', 'a', 0],
    ['ab', 'ac', 0],
    // Nobody can tell these apart; and it makes no difference.
    ['a', 'aa', 1],
  ])('%s, of which comes again %s: the first %d were claimed', (claimed, again, count) => {
    expect(tailOf(claimed).claimedAmong(digestsOf(again))).toBe(count);
  });

  it('is the same after it was stored', () => {
    const tail = tailOf('abc');
    expect(new ClaimedTail(tail.encode()).claimedAmong(digestsOf('bcd'))).toBe(2);
    expect(new ClaimedTail('').length).toBe(0);
  });

  it('forgets what the broker has the acknowledgement of, and what is too long ago', () => {
    const tail = tailOf('ab');
    const first = tail.append(digestsOf('cd'));
    tail.append(digestsOf('e'));
    tail.forget(first);
    tail.forget(first);
    expect(tail.encode()).toBe(digestsOf('e').join(''));
    tail.append(Array.from({ length: 9_000 }, () => identityDigest('x')));
    expect(tail.length).toBe(8_192);
  });

  interface Step {
    readonly claims: number;
    readonly acknowledged: number;
    readonly sentAhead: number;
    readonly isConfirmed: boolean;
  }

  /** Readers that die, one after the other, on a broker that keeps its messages in order; what they claimed. */
  function claimThroughDeaths(sent: readonly string[], steps: readonly Step[]): string[] {
    const claimed: string[] = [];
    let stored = '';
    let unacknowledged = 0;
    let delivered = 0;
    for (const step of [
      ...steps,
      { claims: sent.length, acknowledged: 0, sentAhead: 0, isConfirmed: false },
    ]) {
      const tail = new ClaimedTail(stored);
      const again = sent.slice(unacknowledged, delivered).map((text) => identityDigest(text));
      let at = unacknowledged + tail.claimedAmong(again);
      const end = Math.min(sent.length, at + step.claims);
      for (; at < end; at++) {
        const mark = tail.append([identityDigest(sent[at]!)]);
        claimed.push(sent[at]!);
        stored = tail.encode();
        if (step.isConfirmed && at < unacknowledged + step.acknowledged) tail.forget(mark);
      }
      unacknowledged = Math.min(at, unacknowledged + step.acknowledged);
      delivered = Math.max(delivered, Math.min(sent.length, at + step.sentAhead));
    }
    return claimed;
  }

  const steps = fc.array(
    fc.record({
      claims: fc.nat(6),
      acknowledged: fc.nat(8),
      sentAhead: fc.nat(6),
      isConfirmed: fc.boolean(),
    }),
    { maxLength: 8 },
  );

  it('lets every message be claimed once, when no two are equal', () => {
    fc.assert(
      fc.property(steps, (deaths) => {
        const sent = Array.from({ length: 40 }, (_, place) => `m${place}`);
        expect(claimThroughDeaths(sent, deaths)).toEqual(sent);
      }),
      { numRuns: 500 },
    );
  });

  it('leaves every record in its last state, whichever messages are equal', () => {
    const message = fc.constantFrom('a=0', 'a=1', 'b=0', 'b=1');
    const stateAfter = (texts: readonly string[]): object =>
      Object.fromEntries(texts.map((text) => text.split('=')));
    fc.assert(
      fc.property(fc.array(message, { minLength: 1, maxLength: 30 }), steps, (sent, deaths) => {
        expect(stateAfter(claimThroughDeaths(sent, deaths))).toEqual(stateAfter(sent));
      }),
      { numRuns: 2_000 },
    );
  });
});
