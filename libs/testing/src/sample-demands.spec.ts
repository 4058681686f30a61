import type { JsonObject } from '@exchange/contracts';
import type { SampleEvent, SampleRecord } from './run-sample.ts';
import { missingCases, type SampleRun } from './sample-demands.ts';

const HOSTILE_TEXT = `"<b>'; DROP TABLE t; 😀\u202e\\u0001__proto__${'长'.repeat(2000)}`;

describe('the cases that the samples of a stream owe', () => {
  test('a stream without samples owes the four that every stream owes', () => {
    expect(casesOf({}, [])).toEqual(['normal', 'update', 'missing-key', 'hostile', 'hostile']);
  });

  test('a stream whose samples show them owes nothing', () => {
    expect(casesOf({}, common())).toEqual([]);
  });

  test('an update that changes nothing is none', () => {
    const samples = common().map((sample) =>
      sample.name === 'update' ? run('update', [published('1', 'filed')]) : sample,
    );
    expect(casesOf({}, samples)).toEqual(['update']);
  });

  test('who converts dates owes a sample of dates with one that cannot be read', () => {
    const mapping = JSON.parse('{"key":{"from":"/LARQ","then":["time.date"]}}') as JsonObject;
    expect(casesOf(mapping, common())).toEqual(['date', 'date']);
    const readable = run('date-forms', [published('2', 'filed')]);
    expect(casesOf(mapping, [...common(), readable])).toEqual(['date']);
    const unreadable = run('date-bad', [{ index: 0, key: '3', reject: [{ code: 'bad-date', at: '/LARQ' }] }]);
    expect(casesOf(mapping, [...common(), readable, unreadable])).toEqual([]);
  });

  test('a code of a table that no golden holds is owed by name', () => {
    const tables = { status: { entries: { '01': 'filed', '02': 'closed', '09': null } } };
    expect(missingCases({ mapping: { tables }, charset: 'utf-8', samples: common() })).toEqual([
      { case: 'table status', because: 'no golden holds closed' },
    ]);
  });

  test('a stream in GB18030 owes a body in another charset', () => {
    const wrongCharset: SampleRun = { name: 'encoding-utf8', text: '', result: { unreadable: true } };
    const stream = { mapping: {}, charset: 'gb18030' };
    expect(missingCases({ ...stream, samples: common() }).map((missing) => missing.case)).toEqual([
      'encoding',
    ]);
    expect(missingCases({ ...stream, samples: [...common(), wrongCharset] })).toEqual([]);
  });
});

function casesOf(mapping: JsonObject, samples: readonly SampleRun[]): string[] {
  return missingCases({ mapping, charset: 'utf-8', samples }).map((missing) => missing.case);
}

function common(): SampleRun[] {
  return [
    run('normal', [published('1', 'filed')]),
    run('update', [published('1', 'decided')]),
    run('missing-key', [{ index: 0, key: null, reject: [{ code: 'missing-required', at: '/AJBH' }] }]),
    run('hostile', [published('4', 'filed')], HOSTILE_TEXT),
  ];
}

function run(name: string, result: SampleRecord[], text = ''): SampleRun {
  return { name, text, result };
}

function published(key: string, status: string): SampleRecord {
  const event: SampleEvent = {
    topic: 'wujin.enforcement-case.v1',
    key,
    operation: 'upsert',
    time: '2026-03-05T08:40:12.000Z',
    department: 'urban-management',
    jurisdiction: null,
    revision: null,
    data: { status },
  };
  return { index: 0, key, publish: [event], warnings: [] };
}
