import { readSubjectSchema, type ExchangeEvent } from '@exchange/contracts';
import { readerViews, type ReaderView } from './reader-view.ts';

const views = readerViews(
  readSubjectSchema('work-order', 1, {
    'x-topic': { partitions: 6, retentionDays: 30 },
    'x-title': { zh: '工单', en: 'Work order' },
    'x-chain': 'dispatch',
    'x-module': 'command-centre',
    'x-sharing': 'conditional',
    type: 'object',
    properties: {
      orderNo: { type: 'string' },
      caller: { type: 'string', 'x-sensitivity': 'person-name' },
      reporter: {
        type: 'object',
        properties: {
          name: { type: 'string', 'x-sensitivity': 'person-name' },
          confidential: { type: 'boolean' },
        },
      },
      digest: { type: 'string', 'x-sensitivity': 'internal' },
    },
  }),
);

function event(operation: 'upsert' | 'delete', value: string): ExchangeEvent {
  return {
    id: 'e',
    topic: 'wujin.work-order.v1',
    source: '/systems/a/b',
    key: 'k',
    operation,
    time: '2026-03-01T00:00:00.000Z',
    department: 'water',
    jurisdiction: null,
    revision: 'a1',
    mappingVersion: 1,
    receivedTime: '2026-03-01T00:00:00.000Z',
    receipt: 'r#0',
    historical: false,
    value,
  };
}

function dataOf(view: ReaderView, of: ExchangeEvent): unknown {
  return JSON.parse(view.dataOf(of) ?? 'null') as unknown;
}

describe('readerViews', () => {
  const record = event('upsert', JSON.stringify({ orderNo: 'GD1', caller: '张三丰', digest: 'abc' }));
  const withdrawal = event('delete', JSON.stringify({ key: 'k', reason: '张三丰要求', basis: '误录' }));

  test('personal data is masked for those who may not see it', () => {
    expect(dataOf(views.masked, record)).toEqual({ orderNo: 'GD1', caller: '张**' });
  });

  test('what is for the gateway only is shown to nobody', () => {
    expect(dataOf(views.open, record)).toEqual({ orderNo: 'GD1', caller: '张三丰' });
  });

  test('who asked for confidentiality is shown to nobody', () => {
    const value = JSON.stringify({ orderNo: 'GD1', reporter: { name: '张三丰', confidential: true } });
    for (const view of [views.open, views.masked])
      expect(dataOf(view, event('upsert', value))).toEqual({
        orderNo: 'GD1',
        reporter: { confidential: true },
      });
  });

  test('the reason of a withdrawal is free text and masked like it', () => {
    expect(dataOf(views.open, withdrawal)).toMatchObject({ reason: '张三丰要求' });
    expect(dataOf(views.masked, withdrawal)).toEqual({ key: 'k', reason: '***', basis: '误录' });
  });

  test('the text has no line break, which would end the message', () => {
    expect(views.open.dataOf(event('delete', '{\r\n "key": "k" }'))).toBe('{"key":"k"}');
  });

  test.each(['{"a": "unterminated', '"text"', '[]', ''])(
    'data that is no JSON object has no view: %s',
    (value) => {
      for (const view of [views.open, views.masked])
        for (const operation of ['upsert', 'delete'] as const)
          expect(view.dataOf(event(operation, value))).toBeNull();
    },
  );
});
