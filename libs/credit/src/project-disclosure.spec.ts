import type { JsonObject } from '@exchange/contracts';
import { DEFAULT_DISCLOSURE_SETTINGS as SETTINGS } from './disclosure.ts';
import { LICENCE_LAYOUT, PENALTY_LAYOUT } from './layout.ts';
import { projectDisclosure } from './project-disclosure.ts';

const PENALTY: JsonObject = {
  documentNo: '武湖综执罚决〔2026〕0087号',
  party: {
    kind: 'individual-business',
    name: '武进区湖塘老篾匠烧烤店',
    uscc: '92320412MA7QH06JXC',
    legalRepresentative: '巫听澜',
    legalRepresentativeIdKind: 'identity-card',
    legalRepresentativeIdNumber: '320412198503124012',
  },
  violationKind: '使用燃气未安装可燃气体报警装置',
  illegalFacts: '至检查时未安装可燃气体报警装置',
  penaltyBasis: '《中华人民共和国安全生产法》第九十九条第八项',
  penaltyKinds: ['warning', 'fine'],
  penaltyContent: '警告；罚款人民币2000元',
  fineAmount: '2000.00',
  confiscatedAmount: '3456.7',
  decisionDate: '2026-03-27',
  validUntil: null,
  validIndefinitely: true,
  publicUntil: '2027-03-27',
  status: 'effective',
  authority: { name: '常州市武进区湖塘镇人民政府', uscc: '11320412014170019R' },
};

const LICENCE: JsonObject = {
  documentName: '食品经营许可决定书',
  documentNo: '武行审许字〔2026〕第0211号',
  party: {
    kind: 'legal-person',
    name: '常州澄桁广告有限公司',
    uscc: '91320412MA7QH05P2B',
    legalRepresentative: '鄢知微',
  },
  licenceKind: 'ordinary',
  certificateName: '食品经营许可证',
  licenceNo: 'JY23204120091234',
  content: '热食类食品制售',
  decisionDate: '2026-02-11',
  validFrom: '2026-02-12',
  validUntil: '2031-02-10',
  status: 'valid',
  authority: { name: '常州市武进区行政审批局', uscc: '11320412014345675P' },
};

function fieldsOf(
  subject: 'penalty-decision' | 'license-decision',
  data: JsonObject,
  settings = SETTINGS,
): Record<string, string | null> {
  const disclosure = projectDisclosure(subject, data, settings);
  if (disclosure.kind !== 'notice') throw new Error(JSON.stringify(disclosure));
  return disclosure.fields;
}

describe('a penalty decision', () => {
  it('becomes layout B, with every field of it in its order', () => {
    const fields = fieldsOf('penalty-decision', PENALTY);
    expect(Object.keys(fields)).toEqual(PENALTY_LAYOUT.map(({ field }) => field));
    expect(fields).toMatchObject({
      CF_XDR_MC: '武进区湖塘老篾匠烧烤店',
      CF_XDR_LB: '个体工商户',
      CF_XDR_SHXYM: '92320412MA7QH06JXC',
      CF_FRDB: '巫听澜',
      CF_FR_ZJLX: '身份证',
      CF_FR_ZJHM: '320412198503124012',
      CF_XDR_ZJLX: null,
      CF_XDR_ZJHM: null,
      CF_WSH: '武湖综执罚决〔2026〕0087号',
      CF_CFLB: '警告、罚款',
      CF_JDRQ: '2026/03/27',
      CF_YXQ: '2099/12/31',
      CF_GSJZQ: '2027/03/27',
      CF_CFJG: '常州市武进区湖塘镇人民政府',
      CF_CFJGDM: '11320412014170019R',
      CF_SJLY: '常州市武进区湖塘镇人民政府',
      CF_SJLYDM: '11320412014170019R',
      BZ: null,
    });
  });

  it.each([
    ['2000.00', '0.200000'],
    ['3456.7', '0.345670'],
    ['0.01', '0.000001'],
    ['123456789012.34', '12345678.901234'],
  ])('gives a fine of %s yuan as %s 万元, exactly', (yuan, tenThousand) => {
    expect(fieldsOf('penalty-decision', { ...PENALTY, fineAmount: yuan })['CF_NR_FK']).toBe(tenThousand);
  });

  it('of a person has the identity document and no credit code', () => {
    const party = {
      kind: 'natural-person',
      name: '翁拾禾',
      idKind: 'identity-card',
      idNumber: '320412197807094022',
      uscc: '92320412MA7QH06JXC',
    };
    expect(fieldsOf('penalty-decision', { ...PENALTY, party })).toMatchObject({
      CF_XDR_LB: '自然人',
      CF_XDR_SHXYM: null,
      CF_FRDB: null,
      CF_XDR_ZJLX: '身份证',
      CF_XDR_ZJHM: '320412197807094022',
    });
  });

  it('says what 其他 is, and names the source of data that its department has', () => {
    const data = {
      ...PENALTY,
      penaltyKinds: ['fine', 'other'],
      penaltyKindsText: '责令改正',
      department: 'towns',
    };
    const settings = {
      ...SETTINGS,
      dataSources: { towns: { name: '武进区综合指挥中心', uscc: '11320412014170019R' } },
    };
    expect(fieldsOf('penalty-decision', data, settings)).toMatchObject({
      CF_CFLB: '罚款、其他-责令改正',
      CF_SJLY: '武进区综合指挥中心',
    });
  });

  it('takes no credit code that its source has masked', () => {
    const party = {
      kind: 'legal-person',
      name: '某公司',
      uscc: '9132****MA7QH05P2B',
      legalRepresentative: '鄢知微',
    };
    expect(projectDisclosure('penalty-decision', { ...PENALTY, party }, SETTINGS)).toMatchObject({
      kind: 'incomplete',
      missing: [{ field: 'CF_XDR_SHXYM' }],
    });
  });

  it('that lacks required fields is incomplete and says which, by code and name', () => {
    const { violationKind: _, penaltyBasis: __, ...rest } = PENALTY;
    const party = { kind: 'legal-person', name: '某单位' };
    expect(projectDisclosure('penalty-decision', { ...rest, party }, SETTINGS)).toMatchObject({
      kind: 'incomplete',
      missing: ['CF_WFXW', 'CF_YJ', 'CF_XDR_SHXYM', 'CF_FRDB'].map((field) => ({
        field,
        name: { zh: expect.any(String) },
      })),
    });
  });

  it.each(['changed', 'annulled', 'declared-unlawful', 'declared-void', 'repaired'])(
    'that is %s takes back what was reported',
    (status) => {
      expect(
        projectDisclosure('penalty-decision', { ...PENALTY, status, statusReason: '复议撤销' }, SETTINGS),
      ).toMatchObject({
        kind: 'withdrawal',
        table: 'penalty',
        reason: { zh: expect.stringContaining('复议撤销') },
      });
    },
  );

  it('is not reported where nothing was imposed, or configuration says so', () => {
    const kindOf = (data: JsonObject, settings = SETTINGS): string =>
      projectDisclosure('penalty-decision', data, settings).kind;
    expect(kindOf({ ...PENALTY, penaltyKinds: ['not-punished'] })).toBe('not-reported');
    const minor = { ...PENALTY, penaltyKinds: ['warning'] };
    expect(kindOf(minor)).toBe('notice');
    expect(kindOf(minor, { ...SETTINGS, reportsMinorPenalties: false })).toBe('not-reported');
    const person = {
      ...PENALTY,
      party: { kind: 'natural-person', name: '翁拾禾', idNumber: '320412197807094022' },
    };
    expect(kindOf(person, { ...SETTINGS, reportsNaturalPersons: false })).toBe('not-reported');
  });
});

describe('a licence decision', () => {
  it('becomes layout B with its own odd names', () => {
    const fields = fieldsOf('license-decision', LICENCE);
    expect(Object.keys(fields)).toEqual(LICENCE_LAYOUT.map(({ field }) => field));
    expect(fields).toMatchObject({
      XK_XKWS: '食品经营许可决定书',
      XK_XKLB: '普通',
      XK_XKBH: 'JY23204120091234',
      XK_YXQZ: '2026/02/12',
      XK_YXQZI: '2031/02/10',
      XK_ZT: '1',
      XK_LYDW: '常州市武进区行政审批局',
      XK_LYDWDM: '11320412014345675P',
    });
  });

  it('says what kind it is when it is none of the five', () => {
    expect(
      fieldsOf('license-decision', { ...LICENCE, licenceKind: 'other', licenceKindOther: '备案' })['XK_XKLB'],
    ).toBe('其他-备案');
    expect(
      projectDisclosure('license-decision', { ...LICENCE, licenceKind: 'other' }, SETTINGS),
    ).toMatchObject({
      kind: 'incomplete',
      missing: [{ field: 'XK_XKLB' }],
    });
  });

  it('that is no longer in force is reported as such; one that was taken back is withdrawn', () => {
    expect(fieldsOf('license-decision', { ...LICENCE, status: 'expired' })['XK_ZT']).toBe('2');
    expect(projectDisclosure('license-decision', { ...LICENCE, status: 'annulled' }, SETTINGS).kind).toBe(
      'withdrawal',
    );
  });
});
