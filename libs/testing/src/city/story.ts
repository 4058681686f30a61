import { idNumberOf, usccOf, usccSerial } from './identities.ts';
import type { Random } from './random.ts';

/** Towns and subdistricts as the systems write them, with the division codes that they use. */
const TOWNS = [
  { name: '湖塘镇', code: '320412100', authority: '湖' },
  { name: '牛塘镇', code: '320412102', authority: '牛' },
  { name: '洛阳镇', code: '320412103', authority: '洛' },
  { name: '雪堰镇', code: '320412110', authority: '雪' },
  { name: '前黄镇', code: '320412113', authority: '前' },
  { name: '礼嘉镇', code: '320412114', authority: '礼' },
  { name: '嘉泽镇', code: '320412119', authority: '嘉' },
  { name: '湟里镇', code: '320412120', authority: '湟' },
] as const;
const STREETS = ['花园街', '延政中路', '人民中路', '定安路', '滆湖路', '武南路', '常武中路', '广电东路'];
const TRADES = [
  { name: '餐饮店', item: '食品经营许可', kind: '92' },
  { name: '烧烤店', item: '食品经营许可', kind: '92' },
  { name: '广告有限公司', item: '户外广告设施设置许可', kind: '91' },
  { name: '食品有限公司', item: '食品经营许可', kind: '91' },
  { name: '建材有限公司', item: '城市建筑垃圾处置核准', kind: '91' },
  { name: '便利店', item: '食品经营许可', kind: '92' },
] as const;
const SYLLABLES = '澄桁砚溪汀沐棠渡岫白临川知微听澜望舒清和拾禾若谷雨眠樾岚禾绪既鸣岐'.split('');
const SURNAMES = [
  '濮阳',
  '第五',
  '漆雕',
  '终黎',
  '令狐',
  '公西',
  '仲孙',
  '闻人',
  '尉迟',
  '鄢',
  '邴',
  '殳',
  '蒯',
  '麻',
];

/** One invented party and the numbers under which the systems know its matters. Everything about it belongs together. */
export interface Story {
  readonly number: number;
  readonly town: (typeof TOWNS)[number];
  readonly name: string;
  readonly isCompany: boolean;
  readonly uscc: string;
  readonly person: string;
  readonly idNumber: string;
  readonly phone: string;
  readonly address: string;
  readonly item: string;
  /** `YYYY-MM-DD` of the approval, the inspection, the filing of the case, the decision. */
  readonly dates: {
    readonly approval: string;
    readonly inspection: string;
    readonly filing: string;
    readonly decision: string;
  };
  readonly projectId: string;
  readonly licenceId: string;
  readonly licenceNo: string;
  readonly licenceDocument: string;
  readonly orderNo: string;
  readonly gridEventId: string;
  readonly inspectionId: string;
  readonly caseNo: string;
  readonly decisionNo: string;
  readonly serial: string;
  readonly longitude: number;
  readonly latitude: number;
}

export function storyOf(number: number, random: Random): Story {
  const town = random.pick(TOWNS);
  const trade = random.pick(TRADES);
  const word = random.pick(SYLLABLES) + random.pick(SYLLABLES) + random.pick(SYLLABLES);
  const serial = String(number + 1).padStart(5, '0');
  const month = 1 + random.below(6);
  const address = `${town.name}${random.pick(STREETS)}${1 + random.below(300)}号`;
  return {
    number,
    town,
    name:
      trade.kind === '91' ? `常州${word}${trade.name}` : `武进区${town.name.slice(0, 2)}${word}${trade.name}`,
    isCompany: trade.kind === '91',
    uscc: usccOf(trade.kind, usccSerial(100_000 + number)),
    person: random.pick(SURNAMES) + random.pick(SYLLABLES) + random.pick(SYLLABLES),
    idNumber: idNumberOf(
      `${1960 + random.below(40)}0${1 + random.below(9)}1${random.below(10)}`,
      random.digits(3),
    ),
    phone: `1990${random.digits(7)}`,
    address,
    item: trade.item,
    dates: {
      approval: day(month, 3 + random.below(20)),
      inspection: day(month + 1, 1 + random.below(25)),
      filing: day(month + 2, 1 + random.below(25)),
      decision: day(month + 3, 1 + random.below(25)),
    },
    projectId: `3204122602${serial}${random.digits(6)}`,
    licenceId: `XK2026${serial}${random.digits(4)}`,
    licenceNo: `JY232041${serial}${random.digits(3)}`,
    licenceDocument: `武行审许字〔2026〕第${serial}号`,
    orderNo: `DH2026${serial}${random.digits(5)}`,
    gridEventId: `SJ2026${serial}${random.digits(6)}`,
    inspectionId: `RQJC-2026${serial}-${random.digits(4)}`,
    caseNo: `武${town.authority}综执立〔2026〕${serial}号`,
    decisionNo: `武${town.authority}综执罚决〔2026〕${serial}号`,
    serial,
    longitude: Number((119.8 + random.below(20_000) / 100_000).toFixed(6)),
    latitude: Number((31.6 + random.below(20_000) / 100_000).toFixed(6)),
  };
}

function day(month: number, dayOfMonth: number): string {
  return `2026-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`;
}
