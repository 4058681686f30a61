import { randomUUID } from 'node:crypto';

/** Records in one push, and about how many bytes each. */
export const BATCH_RECORDS = 500;
export const RECORD_BYTES = 800;

/** The stream that is measured: documents of the towns' case system, 21 fields, with a list of attachments. */
export const BENCH_SYSTEM = 'town-enforcement';
export const BENCH_STREAM = 'documents';

const TOWNS = ['湖塘镇', '牛塘镇', '洛阳镇', '雪堰镇', '前黄镇', '礼嘉镇', '嘉泽镇', '湟里镇'];

/** One record in the stream's own names; `number` makes it unlike every other. */
export function benchRecord(number: number): Record<string, unknown> {
  const serial = String(number).padStart(8, '0');
  return {
    wenShuId: `WS${serial}${randomUUID().slice(0, 8)}`,
    anJianId: `HT2026${serial}`,
    anJianBianHao: `武湖综执立〔2026〕${serial}号`,
    wenShuLeiXing: 'JD',
    wenShuMingCheng: '行政处罚决定书',
    wenHao: `武湖综执罚决〔2026〕${serial}号`,
    zhiZuoRiQi: '2026-03-27',
    qianFaRen: '尉迟砚',
    dangShiRenMingCheng: '武进区湖塘老篾匠烧烤店',
    dangShiRenDaiMa: '92320412MA7QH06JXC',
    songDaFangShi: '01',
    songDaShiJian: '2026-03-30 14:30',
    shouSongDaRen: '巫听澜',
    dianZiQianZhang: 'Y',
    fuJian: [
      {
        wenJianMing: '行政处罚决定书.pdf',
        xiaZaiDiZhi: `https://zfwj.wj.example/wenshu/${serial}`,
        daXiao: 205_004,
        zhaiYao: '5e0b5e0b5e0b5e0b5e0b5e0b5e0b5e0b5e0b5e0b5e0b5e0b5e0b5e0b5e0b5204',
        leiXing: 'application/pdf',
      },
    ],
    suoShuZhenJie: TOWNS[number % TOWNS.length],
    chengBanJiGou: '武进区湖塘镇综合行政执法局',
    chengBanJiGouDaiMa: '11320412014170019R',
    shanChu: 'N',
    shanChuYuanYin: '',
    xiuDingHao: 1,
  };
}

/** An NDJSON body. */
export function benchBody(firstNumber: number, records = BATCH_RECORDS): Buffer {
  const lines = Array.from({ length: records }, (_, index) =>
    JSON.stringify(benchRecord(firstNumber + index)),
  );
  return Buffer.from(`${lines.join('\n')}\n`);
}
