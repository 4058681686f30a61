import { readFile } from 'node:fs/promises';
import { eventsOf } from '@exchange/testing';
import { BearerSecurity, createClientAsync, type Client } from 'soap';
import type { RunningGateway } from '../src/start.ts';
import { gatewayKit, type GatewayKit } from './gateway-kit.ts';

const SYSTEM = 'hr-agencies';
const TOPIC = 'wujin.license-decision.v1';

const FORM = 'adapters/water-enforcement/cases/samples/normal.xml';

let kit: GatewayKit;
let gateway: RunningGateway;
let key: string;

beforeAll(async () => {
  kit = await gatewayKit();
  gateway = await kit.startGateway();
  key = (await kit.issueKey(SYSTEM)).secret;
}, 60_000);

afterAll(() => kit.end());

async function client(version: '1.1' | '1.2'): Promise<Client> {
  const headers = { authorization: `Bearer ${key}` };
  const made = await createClientAsync(`${gateway.url}/v1/systems/${SYSTEM}/soap?wsdl`, {
    wsdl_headers: headers,
    forceSoap12Headers: version === '1.2',
  });
  made.setSecurity(new BearerSecurity(key));
  return made;
}

const license = (no: string, more: object = {}): object => ({
  zcb001: no,
  zcb002: '武行审人许〔2024〕18号',
  zcb003: '新设',
  zcb005: '人力资源服务许可',
  zcb006: '人力资源服务许可证',
  aab004: '常州栖渡人力资源有限公司',
  aab003: '91320412MA7QL04G4U',
  aab019: '10',
  aab301: '320412100',
  zcb011: '湖塘镇',
  zcb012: '职业中介活动',
  zcb017: '2024年3月5日',
  zcb018: '2024年3月5日',
  zcb019: '2029年3月4日',
  zcb020: '1',
  zcb024: '常州市武进区行政审批局',
  zcb099: 'I',
  aae036: '2024年3月5日 14时30分20秒',
  ...more,
});

async function keys(): Promise<string[]> {
  const found: string[] = [];
  for await (const { event } of eventsOf(kit.log, TOPIC)) found.push(event.key);
  return found;
}

test.each(['1.1', '1.2'] as const)(
  'a stock SOAP %s client sends records by the WSDL and reads its receipt',
  async (version) => {
    const no = `（常武）人服证字〔2024〕第04120009${version.replace('.', '')}号`;
    const caller = await client(version);
    const [receipt] = (await caller['submitLicensesAsync']({
      license: [license(no), license(`${no}坏`, { zcb017: '2024年2月30日' })],
    })) as [Record<string, unknown>];
    expect(receipt).toMatchObject({ pending: false, records: 2, accepted: 1, quarantined: 1 });
    expect(receipt).toMatchObject({ repeated: false, trial: false, advice: { zh: expect.any(String) } });
    expect(receipt['receipt']).toMatch(/^[0-9a-f-]{36}$/u);
    expect(receipt['record']).toEqual([
      expect.objectContaining({
        index: 1,
        finding: expect.arrayContaining([
          expect.objectContaining({ kind: 'rejection', code: 'bad-date', at: '/zcb017' }),
        ]),
      }),
    ]);
    expect((await keys()).filter((found) => found.includes('04120009'))).not.toEqual([]);
  },
);

async function post(body: string, contentType = 'text/xml; charset=utf-8'): Promise<Response> {
  return fetch(`${gateway.url}/v1/systems/${SYSTEM}/soap`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': contentType },
    body,
  });
}

test('takes the sample envelope as its vendor sends it, prefixes, header and nil items included', async () => {
  const answer = await post(await readFile('adapters/hr-agencies/licenses/samples/normal.xml', 'utf8'));
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toContain('text/xml');
  expect(await answer.text()).toContain('<quarantined>0</quarantined>');
});

test.each([
  ['an operation that the system does not have', '<s:dropAll/>', 'soap-operation-unknown'],
  ['XML that breaks off', '<s:submitLicenses><license>', 'unreadable-body'],
])('answers %s with a fault of the sender', async (_, content, code) => {
  const body = `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:s="urn:x"><e:Body>${content}</e:Body></e:Envelope>`;
  const old = await post(body);
  expect(old.status).toBe(500);
  const text = await old.text();
  expect(text).toContain('soap:Client');
  expect(text).toContain(`<code>${code}</code>`);
  const newer = await post(body, 'application/soap+xml; charset=utf-8');
  expect(newer.status).toBe(400);
  expect(await newer.text()).toContain('soap:Sender');
});

describe('what is refused before a call is worked on', () => {
  const address = (url: string): string => `${url}/v1/systems/${SYSTEM}/soap`;
  const call = (url: string, more: RequestInit): Promise<Response> =>
    fetch(address(url), { method: 'POST', body: '<e/>', ...more });
  const bearer = (): string => `Bearer ${key}`;

  async function faultOf(
    answer: Response,
  ): Promise<{ status: number; code: string | undefined; text: string }> {
    const text = await answer.text();
    return { status: answer.status, code: /<code>([^<]+)<\/code>/u.exec(text)?.[1], text };
  }

  test('is a fault of the version that the client speaks, with the code and the words of the problem', async () => {
    const old = await call(gateway.url, { headers: { 'content-type': 'text/xml; charset=utf-8' } });
    expect(old.headers.get('content-type')).toBe('text/xml; charset=utf-8');
    const fault = await faultOf(old);
    expect(fault).toMatchObject({ status: 500, code: 'credentials-missing' });
    expect(fault.text).toContain('http://schemas.xmlsoap.org/soap/envelope/');
    expect(fault.text).toContain('<faultcode>soap:Client</faultcode>');
    expect(fault.text).toMatch(/<zh>[^<]*密钥[^<]*<\/zh><en>[^<]*key[^<]*<\/en><traceId>[0-9a-f]{32}</u);
    const newer = await call(gateway.url, { headers: { 'content-type': 'application/soap+xml' } });
    expect(newer.headers.get('content-type')).toBe('application/soap+xml; charset=utf-8');
    const other = await faultOf(newer);
    expect(other).toMatchObject({ status: 400, code: 'credentials-missing' });
    expect(other.text).toContain('http://www.w3.org/2003/05/soap-envelope');
    expect(other.text).toContain('<soap:Text xml:lang="en">');
  });

  test('is told for what is too large, compressed, or too much at once', async () => {
    const small = await kit.startGateway({
      BODY_BYTES_MAX: '20000',
      SYSTEM_REQUESTS_PER_MINUTE_MAX: '3',
      IN_FLIGHT_BYTES_MAX: '20000',
    });
    const headers = { authorization: bearer(), 'content-type': 'text/xml' };
    const large = await faultOf(await call(small.url, { headers, body: 'x'.repeat(20_001) }));
    expect(large).toMatchObject({ status: 500, code: 'body-too-large' });
    const packed = await call(small.url, { headers: { ...headers, 'content-encoding': 'gzip' } });
    expect(await faultOf(packed)).toMatchObject({ status: 500, code: 'unsupported-content-encoding' });
    await call(small.url, { headers });
    const often = await call(small.url, { headers });
    expect(Number(often.headers.get('retry-after'))).toBeGreaterThan(0);
    const fault = await faultOf(often);
    expect(fault).toMatchObject({ status: 503, code: 'too-many-requests' });
    expect(fault.text).toMatch(/<status>429<\/status>.*<retryAfterSeconds>\d+</u);
    await small.stop('test ends');
  });

  test('reaches a stock client as a fault that it can read', async () => {
    const caller = await client('1.1');
    caller.setSecurity(new BearerSecurity('wrong'));
    const refused = (await caller['submitLicensesAsync']({ license: [license('x')] }).catch(
      (error: unknown) => error,
    )) as { root?: { Envelope: { Body: { Fault: { detail: { problem: Record<string, unknown> } } } } } };
    expect(refused.root?.Envelope.Body.Fault.detail.problem).toMatchObject({
      code: 'invalid-credentials',
      status: '401',
    });
  });

  test('is a problem document to whoever asks for the WSDL', async () => {
    const answer = await fetch(address(gateway.url));
    expect(answer.status).toBe(401);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });
});

test('a marked record is a fault, and nothing of the envelope is kept', async () => {
  const answer = await post(await readFile('adapters/hr-agencies/licenses/samples/marked.xml', 'utf8'));
  expect(await answer.text()).toContain('<code>secrecy-marking</code>');
  expect(answer.status).toBe(500);
});

test('a marking beside the document of a form is seen, although nothing beside it is kept', async () => {
  const own = (await kit.issueKey('water-enforcement')).secret;
  const send = async (body: Buffer): Promise<Response> =>
    fetch(`${gateway.url}/v1/systems/water-enforcement/streams/cases/records`, {
      method: 'POST',
      headers: { authorization: `Bearer ${own}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: new Uint8Array(body),
    });
  const form = await readFile(FORM);
  expect((await send(form)).status).toBe(200);
  // 密级=机密 in GB18030.
  const marked = await send(Buffer.concat([form, Buffer.from('&%C3%DC%BC%B6=%BB%FA%C3%DC')]));
  expect(marked.status).toBe(422);
  expect(await marked.text()).toContain('secrecy-marking');
});

test('a system without SOAP streams has no WSDL, and no system sees that of another without its key', async () => {
  const other = (await kit.issueKey('hotline-12345')).secret;
  const none = await fetch(`${gateway.url}/v1/systems/hotline-12345/soap?wsdl`, {
    headers: { authorization: `Bearer ${other}` },
  });
  expect(none.status).toBe(404);
  const foreign = await fetch(`${gateway.url}/v1/systems/${SYSTEM}/soap?wsdl`, {
    headers: { authorization: `Bearer ${other}` },
  });
  expect(foreign.status).toBe(403);
  expect((await fetch(`${gateway.url}/v1/systems/${SYSTEM}/soap?wsdl`)).status).toBe(401);
  const call = await fetch(`${gateway.url}/v1/systems/${SYSTEM}/soap`, {
    method: 'POST',
    headers: { authorization: `Bearer ${other}`, 'content-type': 'text/xml' },
    body: '<Envelope><Body><what/></Body></Envelope>',
  });
  const fault = await call.text();
  expect(fault).toContain('<code>foreign-system</code>');
  expect(fault).not.toContain('submitLicenses');
});
