import { Problem } from '@exchange/runtime';
import { faultStatus, soapFault } from './soap-fault.ts';

const problem = (status: number, more: Partial<ConstructorParameters<typeof Problem>[0]> = {}): Problem =>
  new Problem({
    status,
    code: 'over-capacity',
    detail: { zh: '数据过多 & 请稍后', en: 'too <much>' },
    ...more,
  });

test('a fault says in both languages, and in the charset of its client, what the problem document says', () => {
  const { contentType, bytes } = soapFault(
    { version: '1.1', charset: 'gb18030' },
    problem(503, { headers: { 'Retry-After': '7' }, members: { receipt: 'r-1' } }),
    't-1',
  );
  expect(contentType).toBe('text/xml; charset=gb18030');
  const text = new TextDecoder('gb18030').decode(bytes);
  expect(text).toContain('<?xml version="1.0" encoding="GB18030"?>');
  expect(text).toContain('<faultcode>soap:Server</faultcode>');
  expect(text).toContain('<faultstring>数据过多 &amp; 请稍后 / too &lt;much&gt;</faultstring>');
  expect(text).toContain(
    '<problem xmlns="urn:wujin:exchange"><code>over-capacity</code><status>503</status><zh>数据过多 &amp; 请稍后</zh>' +
      '<en>too &lt;much&gt;</en><traceId>t-1</traceId><retryAfterSeconds>7</retryAfterSeconds><receipt>r-1</receipt></problem>',
  );
});

test('SOAP 1.2 has a text for each language, and lists become elements of one name', () => {
  const { contentType, bytes } = soapFault(
    { version: '1.2', charset: 'utf-8' },
    problem(422, { members: { findings: [{ index: 0 }, { index: 3 }], cursor: null } }),
    't-1',
  );
  expect(contentType).toBe('application/soap+xml; charset=utf-8');
  const text = bytes.toString();
  expect(text).toContain('<soap:Value>soap:Sender</soap:Value>');
  expect(text).toContain('<soap:Text xml:lang="zh">数据过多 &amp; 请稍后</soap:Text>');
  expect(text).toContain('<soap:Text xml:lang="en">too &lt;much&gt;</soap:Text>');
  expect(text).toContain(
    '<findings><index>0</index></findings><findings><index>3</index></findings></problem>',
  );
});

test.each([
  ['1.1', 401, 500],
  ['1.2', 401, 400],
  ['1.2', 500, 500],
  ['1.1', 429, 503],
  ['1.2', 503, 503],
] as const)('SOAP %s gives a problem of %d the status %d', (version, status, expected) => {
  expect(faultStatus(version, problem(status))).toBe(expected);
});
