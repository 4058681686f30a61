import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rename } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import iconv from 'iconv-lite';
import { SourceConnections } from '@exchange/store';
import { startAppProcess } from '@exchange/testing';
import { gatewayKit } from './gateway-kit.ts';
import { fileWire } from './faults/wires/file-wire.ts';
import { trafficOf, wireCatalog } from './faults/wires/wire-catalog.ts';

const ROWS = Number(process.env['ROWS'] ?? 1_000_000);
const ROWS_MAX = Number(process.env['ROWS_MAX'] ?? 1_000);

test('million', async () => {
  const source = { ...fileWire.source, file: { ...(fileWire.source['file'] as object), rowsMax: ROWS_MAX } };
  const catalog = await wireCatalog([{ kind: 'file', source }]);
  const kit = await gatewayKit(catalog);
  const directory = await mkdtemp(join(tmpdir(), 'million-'));
  const { system } = trafficOf('file');
  const out = createWriteStream(join(directory, 'x.tmp'));
  out.write(iconv.encode('工单编号,来电时间,诉求类型,诉求分类代码,标题,诉求内容,所属镇街,工单状态,事发地址,被反映单位,联系电话\r\n', 'gbk'));
  for (let from = 0; from < ROWS; from += 10_000) {
    let text = '';
    for (let n = from; n < Math.min(ROWS, from + 10_000); n += 1) {
      const date = n % 200 === 77 ? '2026-02-30 09:00:00' : '2026-11-24 09:00:00';
      const extra = n % 200 === 177 ? ',x' : '';
      text += `M${n},${date},举报,050307,花园街一店使用煤气罐,来电人反映店内放置煤气罐，存在安全隐患，要求处理，第${n}件。,湖塘镇,已派单,武进区湖塘镇花园街${n % 300}号,常州某餐饮店,0519-8655${String(n % 10000).padStart(4, '0')}${extra}\r\n`;
    }
    if (!out.write(iconv.encode(text, 'gbk'))) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
  const gateway = await startAppProcess({
    script: process.env['SCRIPT'] ?? 'dist/apps/gateway/src/main.js',
    env: { ...kit.settings, NODE_OPTIONS: process.env['GW_NODE_OPTIONS'] ?? '', LOG_LEVEL: 'info', EVENT_LOG: 'postgres' },
  });
  await new SourceConnections(kit.store, kit.sealer).set(system, { kind: 'folder', directory }, 'test');
  await sleep(2_000);
  await rename(join(directory, 'x.tmp'), join(directory, 'orders_1.csv'));
  const startedAt = performance.now();
  let firstAt = 0;
  for (;;) {
    const { rows } = await kit.store.pool.query<{ records: string }>('SELECT records FROM exchange.source_reader');
    const records = Number(rows[0]?.records ?? 0);
    if (records > 0 && firstAt === 0) firstAt = performance.now();
    if (records >= ROWS) break;
    if (performance.now() - startedAt > 300_000) throw new Error(`slow: ${records} ${gateway.output()}`);
    await sleep(100);
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  const status = await readFile(`/proc/${gateway.pid}/status`, 'utf8');
  const cpu = (await readFile(`/proc/${gateway.pid}/stat`, 'utf8')).split(' ');
  const { rows: q } = await kit.store.pool.query<{ line: string; raw: Buffer }>('SELECT line, raw FROM exchange.quarantine');
  const wrong = q.filter(({ line, raw }) => !raw.toString('latin1').startsWith(`M${Number(line) - 2},`));
  process.stderr.write(
    `${JSON.stringify({ ROWS, ROWS_MAX, seconds, perSecond: Math.round(ROWS / seconds), firstMs: firstAt - startedAt, hwm: /VmHWM:\s+(\d+)/.exec(status)![1], rss: /VmRSS:\s+(\d+)/.exec(status)![1], cpuSeconds: (Number(cpu[13]) + Number(cpu[14])) / 100, quarantined: q.length, wrong: wrong.length })}\n`,
  );
  await gateway.stop();
  await kit.end();
}, 600_000);
