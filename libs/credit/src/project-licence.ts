import type { LicenseDecisionV1 } from '@exchange/contracts';
import type { Disclosure, DisclosureSettings } from './disclosure.ts';
import { layOut, LICENCE_LAYOUT } from './layout.ts';
import { missingOfParty, partyFields } from './party-fields.ts';
import { slashDate } from './values.ts';

const LICENCE_KINDS: Readonly<Record<NonNullable<LicenseDecisionV1['licenceKind']>, string>> = {
  ordinary: '普通',
  franchise: '特许',
  recognition: '认可',
  approval: '核准',
  registration: '登记',
  other: '其他',
};

const TAKEN_BACK = new Set<string>(['annulled', 'withdrawn', 'invalid']);

/** A licence decision in layout B. */
export function projectLicence(decision: LicenseDecisionV1, settings: DisclosureSettings): Disclosure {
  const { documentNo, party, authority, licenceKind } = decision;
  const base = { table: 'licence', documentNo } as const;
  if (TAKEN_BACK.has(decision.status)) {
    return {
      ...base,
      kind: 'withdrawal',
      reason: {
        zh: decision.statusReason ?? '许可决定被撤销或撤回',
        en: decision.statusReason ?? 'the decision was annulled or withdrawn',
      },
    };
  }
  const source = decision.dataSource ?? settings.dataSources[decision.department ?? ''] ?? authority;
  const { fields, missing } = layOut(LICENCE_LAYOUT, {
    ...partyFields('XK', party),
    XK_XKWS: decision.documentName ?? decision.itemName,
    XK_WSH: documentNo,
    // The layout wants 其他 to say what kind it is.
    XK_XKLB:
      licenceKind === 'other'
        ? decision.licenceKindOther && `其他-${decision.licenceKindOther}`
        : licenceKind && LICENCE_KINDS[licenceKind],
    XK_XKZS: decision.certificateName,
    XK_XKBH: decision.licenceNo,
    XK_NR: decision.content,
    XK_JDRQ: slashDate(decision.decisionDate),
    XK_YXQZ: slashDate(decision.validFrom ?? decision.decisionDate),
    XK_YXQZI: decision.validIndefinitely ? settings.openEndedDate : slashDate(decision.validUntil),
    XK_XKJG: authority.name,
    XK_XKJGDM: authority.uscc,
    XK_ZT: decision.status === 'valid' ? settings.licenceStates.valid : settings.licenceStates.invalid,
    XK_LYDW: source.name,
    XK_LYDWDM: source.uscc,
    BZ: decision.remarks,
  });
  const lacking = [...missing, ...missingOfParty('XK', fields, party.kind)];
  return lacking.length === 0
    ? { ...base, kind: 'notice', fields }
    : { ...base, kind: 'incomplete', fields, missing: lacking };
}
