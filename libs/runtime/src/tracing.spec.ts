import { setTimeout as pause } from 'node:timers/promises';
import { assert, property, string } from 'fast-check';
import { currentTraceparent, formatTraceparent, parseTraceparent } from './trace-context.ts';
import { startTracing, withSpan } from './tracing.ts';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = `00-${TRACE_ID}-00f067aa0ba902b7-01`;

describe('trace context', () => {
  test('reads what it writes', () => {
    const context = parseTraceparent(PARENT);
    expect(context).toMatchObject({ traceId: TRACE_ID, spanId: '00f067aa0ba902b7', traceFlags: 1 });
    expect(context && formatTraceparent(context)).toBe(PARENT);
  });

  test.each([
    ['an unknown version ff', `ff-${TRACE_ID}-00f067aa0ba902b7-01`],
    ['a trace id of zeros', `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`],
    ['a span id of zeros', `00-${TRACE_ID}-${'0'.repeat(16)}-01`],
    ['upper case', PARENT.toUpperCase()],
    ['more fields in version 00', `${PARENT}-extra`],
  ])('refuses %s', (_name, text) => {
    expect(parseTraceparent(text)).toBeNull();
  });

  test('takes a later version with more fields', () => {
    expect(parseTraceparent(`cc-${TRACE_ID}-00f067aa0ba902b7-01-more`)?.traceId).toBe(TRACE_ID);
  });

  test('never throws on any text', () => {
    assert(property(string(), (text) => parseTraceparent(text) === null || text.includes('-')));
  });
});

describe('withSpan', () => {
  test('passes a trace on through asynchronous work, also when nothing is exported', async () => {
    const tracing = await startTracing({ service: 'test' });
    expect(currentTraceparent()).toBeUndefined();
    const seen = await withSpan(
      'receipt.map',
      { records: 2 },
      async () => {
        await pause(2);
        return withSpan('inner', {}, async () => currentTraceparent());
      },
      { parent: PARENT },
    );
    expect(seen?.slice(3, 35)).toBe(TRACE_ID);
    await expect(
      withSpan('fails', {}, async () => {
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await startTracing({ service: 'again' })).toBe(tracing);
  });
});
