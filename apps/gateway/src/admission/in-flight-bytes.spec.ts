import { InFlightBytes } from './in-flight-bytes.ts';

describe('bytes in flight', () => {
  it('are refused beyond the bound and let in again after a release', () => {
    const inFlight = new InFlightBytes(100);
    const first = inFlight.reserve(60);
    expect(inFlight.reserve(50)).toBeNull();
    first?.release();
    expect(inFlight.reserve(50)).not.toBeNull();
    expect(inFlight.bytes).toBe(50);
  });

  it('let a single body in that is larger than the bound, but no second one beside it', () => {
    const inFlight = new InFlightBytes(100);
    expect(inFlight.reserve(500)).not.toBeNull();
    expect(inFlight.reserve(1)).toBeNull();
  });

  it('leave the rest of the bound alone where only a share of it may be taken', () => {
    const inFlight = new InFlightBytes(100);
    const historical = inFlight.reserve(20, 0.25);
    expect(inFlight.reserve(10, 0.25)).toBeNull();
    expect(inFlight.isAbove(0.25)).toBe(false);
    expect(inFlight.reserve(70)).not.toBeNull();
    expect(inFlight.isAbove(0.25)).toBe(true);
    expect(historical?.grow(1)).toBe(false);
  });

  it('count what a body grows by, and give all of it back once', () => {
    const inFlight = new InFlightBytes(100);
    const small = inFlight.reserve(10);
    const other = inFlight.reserve(10);
    expect(small?.grow(90)).toBe(false);
    expect(small?.grow(50)).toBe(true);
    small?.release();
    small?.release();
    expect(inFlight.bytes).toBe(10);
    expect(small?.grow(1)).toBe(false);
    other?.release();
    expect(inFlight.bytes).toBe(0);
  });
});
