import type { Detail, PenaltyDecisionV1 } from '@exchange/contracts';
import type { Disclosure, DisclosureSettings } from './disclosure.ts';
import { layOut, PENALTY_LAYOUT } from './layout.ts';
import { missingOfParty, partyFields } from './party-fields.ts';
import { slashDate, tenThousandYuan } from './values.ts';

/** 行政处罚法 (2021) art. 9, in the words of the credit database. */
const PENALTY_KINDS: Readonly<Record<PenaltyDecisionV1['penaltyKinds'][number], string>> = {
  warning: '警告',
  'public-criticism': '通报批评',
  fine: '罚款',
  'confiscation-of-gains': '没收违法所得',
  'confiscation-of-property': '没收非法财物',
  'licence-suspension': '暂扣许可证件',
  'qualification-downgrade': '降低资质等级',
  'licence-revocation': '吊销许可证件',
  'restriction-of-business': '限制开展生产经营活动',
  'suspension-of-business': '责令停产停业',
  closure: '责令关闭',
  'restriction-of-occupation': '限制从业',
  detention: '行政拘留',
  other: '其他',
  'not-punished': '不予处罚',
};

const MINOR = new Set<string>(['warning', 'public-criticism']);
/**
 * 行政处罚法 art. 48: a published decision that was changed, annulled or declared unlawful or void is withdrawn, and why is said.
 * 信用修复管理办法 art. 3: a repaired one is no longer published, shared or used.
 */
const TAKEN_BACK: Readonly<Partial<Record<PenaltyDecisionV1['status'], Detail>>> = {
  changed: { zh: '处罚决定已变更', en: 'the decision was changed' },
  annulled: { zh: '处罚决定被撤销', en: 'the decision was annulled' },
  'declared-unlawful': { zh: '处罚决定被确认违法', en: 'the decision was declared unlawful' },
  'declared-void': { zh: '处罚决定被确认无效', en: 'the decision was declared void' },
  invalid: { zh: '处罚决定已失效', en: 'the decision is no longer valid' },
  repaired: {
    zh: '已完成信用修复，终止公示和共享',
    en: 'credit was repaired: publication and sharing have ended',
  },
};

/** A penalty decision in layout B. */
export function projectPenalty(decision: PenaltyDecisionV1, settings: DisclosureSettings): Disclosure {
  const { documentNo, party, penaltyKinds, authority } = decision;
  const base = { table: 'penalty', documentNo } as const;
  const takenBack = TAKEN_BACK[decision.status];
  if (takenBack) {
    const { statusReason } = decision;
    const reason =
      statusReason === undefined
        ? takenBack
        : { zh: `${takenBack.zh}：${statusReason}`, en: `${takenBack.en}: ${statusReason}` };
    return { ...base, kind: 'withdrawal', reason };
  }
  if (penaltyKinds.every((kind) => kind === 'not-punished')) {
    return { ...base, kind: 'not-reported', reason: { zh: '不予处罚', en: 'no penalty was imposed' } };
  }
  if (decision.disclosed === false) {
    return {
      ...base,
      kind: 'not-reported',
      reason: { zh: '来源标明不予公示', en: 'its source marks it as not to be made public' },
    };
  }
  if (party.kind === 'natural-person' && !settings.reportsNaturalPersons) {
    return {
      ...base,
      kind: 'not-reported',
      reason: { zh: '按配置不报送自然人', en: 'natural persons are not reported, by configuration' },
    };
  }
  if (penaltyKinds.every((kind) => MINOR.has(kind)) && !settings.reportsMinorPenalties) {
    return {
      ...base,
      kind: 'not-reported',
      reason: { zh: '按配置不报送轻微处罚', en: 'minor penalties are not reported, by configuration' },
    };
  }
  const source = decision.dataSource ?? settings.dataSources[decision.department ?? ''] ?? authority;
  const { fields, missing } = layOut(PENALTY_LAYOUT, {
    ...partyFields('CF', party),
    CF_WSH: documentNo,
    CF_WFXW: decision.violationKind ?? decision.causeOfAction,
    CF_SY: decision.illegalFacts,
    CF_YJ: decision.penaltyBasis,
    CF_CFLB: penaltyKinds
      .map((kind) => (kind === 'other' ? otherKind(decision) : PENALTY_KINDS[kind]))
      .join('、'),
    CF_NR: decision.penaltyContent,
    CF_NR_FK: tenThousandYuan(decision.fineAmount),
    CF_NR_WFFF: tenThousandYuan(decision.confiscatedAmount),
    CF_NR_ZKDX: [decision.affectedLicenceName, decision.affectedLicenceNo].filter(Boolean).join(' '),
    CF_JDRQ: slashDate(decision.decisionDate),
    CF_YXQ: decision.validIndefinitely ? settings.openEndedDate : slashDate(decision.validUntil),
    CF_GSJZQ: slashDate(decision.publicUntil),
    CF_CFJG: authority.name,
    CF_CFJGDM: authority.uscc,
    CF_SJLY: source.name,
    CF_SJLYDM: source.uscc,
    BZ: decision.remarks,
  });
  const lacking = [...missing, ...missingOfParty('CF', fields, party.kind)];
  return lacking.length === 0
    ? { ...base, kind: 'notice', fields }
    : { ...base, kind: 'incomplete', fields, missing: lacking };
}

/** The layout wants 其他 to say what it is. */
function otherKind({ penaltyKindsText }: PenaltyDecisionV1): string {
  return penaltyKindsText === undefined ? PENALTY_KINDS.other : `${PENALTY_KINDS.other}-${penaltyKindsText}`;
}
