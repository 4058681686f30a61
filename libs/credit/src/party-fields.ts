import type { Detail, Party } from '@exchange/contracts';
import type { MissingField } from './disclosure.ts';

/** Text of the party's kind in layout B; older products used codes, so this is the text and never a number. */
const KINDS: Readonly<Record<Party['kind'], string>> = {
  'natural-person': '自然人',
  'legal-person': '法人及非法人组织',
  'other-organisation': '法人及非法人组织',
  'individual-business': '个体工商户',
};

const ID_KINDS: Readonly<Record<NonNullable<Party['idKind']>, string>> = {
  'identity-card': '身份证',
  passport: '护照号',
  'hk-macau-permit': '港澳居民来往内地通行证',
  'taiwan-permit': '台湾居民来往大陆通行证',
  'permanent-residence': '外国人永久居留身份证',
  'driving-licence': '其他-驾驶证',
  'officer-card': '其他-军官证',
  other: '其他',
};

/**
 * The party's columns, under the prefix CF or XK. For natural persons the credit code stays blank and kind and number of
 * the identity document are given; for all others the other way round.
 */
export function partyFields(prefix: 'CF' | 'XK', party: Party): Record<string, string | null | undefined> {
  const isPerson = party.kind === 'natural-person';
  return {
    [`${prefix}_XDR_MC`]: party.name,
    [`${prefix}_XDR_LB`]: KINDS[party.kind],
    [`${prefix}_XDR_SHXYM`]: isPerson || party.uscc?.includes('*') ? null : party.uscc,
    [`${prefix}_XDR_GSZC`]: isPerson ? null : party.registrationNo,
    [`${prefix}_XDR_ZZJG`]: isPerson ? null : party.organisationCode,
    [`${prefix}_XDR_SWDJ`]: isPerson ? null : party.taxNo,
    [`${prefix}_XDR_SYDW`]: isPerson ? null : party.publicInstitutionNo,
    [`${prefix}_XDR_SHZZ`]: isPerson ? null : party.socialOrganisationNo,
    [`${prefix}_FRDB`]: isPerson ? null : party.legalRepresentative,
    [`${prefix}_FR_ZJLX`]: isPerson ? null : idKindText(party.legalRepresentativeIdKind),
    [`${prefix}_FR_ZJHM`]: isPerson ? null : party.legalRepresentativeIdNumber,
    [`${prefix}_XDR_ZJLX`]: isPerson ? idKindText(party.idKind) : null,
    [`${prefix}_XDR_ZJHM`]: isPerson ? party.idNumber : null,
  };
}

function idKindText(kind: Party['idKind']): string | undefined {
  return kind === undefined ? undefined : ID_KINDS[kind];
}

/** What the layout requires of a party depending on its kind: some number for an organisation, the document of a person. */
export function missingOfParty(
  prefix: 'CF' | 'XK',
  fields: Readonly<Record<string, string | null>>,
  kind: Party['kind'],
): MissingField[] {
  const missing = (field: string, name: Detail): MissingField => ({ field: `${prefix}_${field}`, name });
  const has = (field: string): boolean => fields[`${prefix}_${field}`] !== null;
  if (kind === 'natural-person') {
    const lacking: MissingField[] = [];
    if (!has('XDR_ZJLX'))
      lacking.push(
        missing('XDR_ZJLX', { zh: '自然人证件类型', en: 'kind of identity document of the person' }),
      );
    if (!has('XDR_ZJHM'))
      lacking.push(missing('XDR_ZJHM', { zh: '自然人证件号码', en: 'identity number of the person' }));
    return lacking;
  }
  const codes = ['XDR_SHXYM', 'XDR_GSZC', 'XDR_ZZJG', 'XDR_SYDW', 'XDR_SHZZ'];
  const found: MissingField[] = [];
  if (!codes.some(has))
    found.push(
      missing('XDR_SHXYM', {
        zh: '统一社会信用代码（或其他代码）',
        en: 'unified social credit code, or another code',
      }),
    );
  if (!has('FRDB')) found.push(missing('FRDB', { zh: '法定代表人', en: 'legal representative' }));
  return found;
}
