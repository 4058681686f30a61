import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import type { JsonObject } from '@exchange/contracts';
import { gatewayKit, type GatewayKit } from './gateway-kit.ts';

const run = promisify(execFile);
const brokers = process.env['KAFKA_BROKERS'];
const TOPIC = 'wujin.work-order.v1';

/** A client that is not ours: kcat, on librdkafka. */
function hasKcat(): boolean {
  try {
    execFileSync('kcat', ['-V'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const isPossible = brokers !== undefined && hasKcat();
if (!isPossible)
  process.stderr.write('The foreign-client test is skipped: it needs KAFKA_BROKERS and kcat.\n');

(isPossible ? describe : describe.skip)('a foreign Kafka client', () => {
  let kit: GatewayKit;

  beforeAll(async () => {
    kit = await gatewayKit();
  });

  afterAll(() => kit.end());

  it('reads CloudEvents in binary mode with data that are valid against the published schema', async () => {
    const gateway = await kit.startGateway({ EVENT_LOG: 'kafka', KAFKA_BROKERS: brokers });
    const { secret } = await kit.issueKey('hotline-12345');
    const no = `KCAT${Date.now()}`;
    const response = await fetch(`${gateway.url}/v1/systems/hotline-12345/streams/orders/records`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({
        工单编号: no,
        来电时间: '2026-11-24 09:00:00',
        诉求类型: '举报',
        标题: '试',
        所属镇街: '湖塘镇',
        工单状态: '已派单',
      }),
    });
    const { receipt } = (await response.json()) as { receipt: { id: string } };
    const { stdout } = await run(
      'kcat',
      ['-b', brokers!, '-C', '-t', TOPIC, '-o', 'beginning', '-e', '-q', '-f', '%k\\t%h\\t%s\\n'],
      {
        maxBuffer: 2 ** 28,
      },
    );
    const [key, headers = '', value = ''] =
      stdout
        .split('\n')
        .find((line) => line.includes(no))
        ?.split('\t') ?? [];
    expect(key).toBe(`hotline-12345/orders/${no}`);
    expect(Object.fromEntries(headers.split(',').map((header) => header.split(/=(.*)/su)))).toMatchObject({
      ce_specversion: '1.0',
      ce_type: TOPIC,
      ce_source: '/systems/hotline-12345/orders',
      ce_subject: no,
      ce_operation: 'upsert',
      ce_jurisdiction: '320412100',
      ce_department: 'government-services',
      ce_receipt: `${receipt.id}#0`,
      ce_mappingversion: '1',
      'content-type': 'application/json',
    });
    const subject = kit.catalog.subjects.get('work-order.v1')!;
    expect(subject.compiled.check(JSON.parse(value) as JsonObject)).toEqual([]);
  });
});
