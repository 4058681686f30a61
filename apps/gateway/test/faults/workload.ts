import { seededRandom, type VendorBatch } from '@exchange/testing';

/** A stream without revisions of its own, so that order depends on the exchange alone. */
export const FAULT_SYSTEM = 'town-enforcement';
export const FAULT_STREAM = 'referrals';
const FAULT_TOPIC = 'wujin.case-referral.v1';

/** Where the changes of a run go through, and where the text that tells them apart stands in what is published. */
export interface Traffic {
  readonly system: string;
  readonly stream: string;
  readonly topic: string;
  readonly member: string;
}

export const REFERRALS: Traffic = {
  system: FAULT_SYSTEM,
  stream: FAULT_STREAM,
  topic: FAULT_TOPIC,
  member: 'reason',
};

export const BATCH_RECORDS = 100;
/** Records that are updated again and again, in each lane. */
const KEYS_PER_LANE = 200;
const LANES = 4;

/** Batches that one vendor connection sends one after the other: the order of a key's changes is the order of its lane. */
export type Lane = readonly VendorBatch[];

/**
 * `records` changes of a few hundred referrals, in lanes. Each change is told apart by its text: `<key>/<number of the
 * change>`. The seed makes keys and idempotency keys unique.
 */
export function faultLanes(seed: number, records: number): Lane[] {
  const random = seededRandom(seed);
  const batches = records / BATCH_RECORDS / LANES;
  return Array.from({ length: LANES }, (_, lane) => {
    const changes = new Map<string, number>();
    return Array.from({ length: batches }, (_batch, number) => {
      const rows = Array.from({ length: BATCH_RECORDS }, () => {
        const key = `F${seed}L${lane}N${random.below(KEYS_PER_LANE)}`;
        const change = (changes.get(key) ?? 0) + 1;
        changes.set(key, change);
        return Buffer.from(JSON.stringify(referral(key, change)));
      });
      return {
        system: FAULT_SYSTEM,
        stream: FAULT_STREAM,
        body: Buffer.concat(rows.flatMap((row) => [row, Buffer.from('\n')])),
        records: rows,
        count: rows.length,
        contentType: 'application/x-ndjson',
        idempotencyKey: `${seed}-${lane}-${number}`,
      };
    });
  });
}

function referral(key: string, change: number): Record<string, unknown> {
  // Some changes are broken, so that quarantine is held to account as well.
  const isBroken = change % 7 === 5;
  return {
    yiSongBianHao: key,
    anJianBianHao: `武湖综执立〔2026〕${key}号`,
    yiSongLeiXing: '5',
    yiSongYuanYin: `${key}/${change}`,
    yiSongYiJu: '《中华人民共和国行政处罚法》第二十四条、第二十五条',
    jieShouDanWei: '常州市武进区住房和城乡建设局',
    yiSongRiQi: isBroken ? '2026-02-30' : '2026-03-16',
    chuLiJieGuo: '0',
    dangShiRen: {
      leiXing: '2',
      mingCheng: '常州沐棠渡燃气有限公司',
      tongYiDaiMa: '91320412MA7QH04X1Q',
      faDingDaiBiaoRen: '麻砚秋',
    },
    anQing: '检查发现三户三年未进行入户安全检查。',
    suoShuZhenJie: '牛塘镇',
    chengBanJiGou: '武进区湖塘镇综合行政执法局',
    chengBanJiGouDaiMa: '11320412014170019R',
  };
}

/** Key and number of a change, from the text that tells it apart. */
export function changeOf(text: string): { key: string; change: number } {
  const [key = '', change = ''] = text.split('/');
  return { key, change: Number(change) };
}
