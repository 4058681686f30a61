import type { KeyObject } from 'node:crypto';
import type { JsonObject } from '@exchange/contracts';
import { invalidRequest } from '@exchange/runtime';
import { IDENTITY_KINDS } from '../feeding/identity-kinds.ts';
import { normaliseIdentity, organisationCodeOf } from '../feeding/normalise-identity.ts';
import type { Identity } from './chains.store.ts';

const NUMBER = { type: 'string', minLength: 1, maxLength: 128 };

export const CHAIN_QUERY_SCHEMA: JsonObject = {
  type: 'object',
  additionalProperties: false,
  properties: {
    uscc: { ...NUMBER, description: '统一社会信用代码 / unified social credit code' },
    documentNo: {
      ...NUMBER,
      description: '任一文书、案件、许可、检查等编号 / number of any document, case, licence, inspection …',
    },
    personId: {
      ...NUMBER,
      description: '自然人证件号码；宜用 POST / number of a person; better sent by POST',
    },
    withdrawn: { type: 'boolean', default: false, description: '含已撤回的记录 / withdrawn records as well' },
  },
};

export interface ChainQuery {
  readonly uscc?: string;
  readonly documentNo?: string;
  readonly personId?: string;
  /** Whether withdrawn records are shown and followed as well. */
  readonly withdrawn: boolean;
}

/** By what a chain is asked for: a party, or a number that leads to one. */
export type ChainStart =
  | { readonly kind: 'party'; readonly identities: readonly Identity[] }
  | { readonly kind: 'number'; readonly identities: readonly Identity[] };

/** Throws a 400 problem unless the query names exactly one identity, and one that can be matched by. */
export function chainStart(query: ChainQuery, personKey: KeyObject): ChainStart {
  const { uscc, documentNo, personId } = query;
  if ([uscc, documentNo, personId].filter((given) => given !== undefined).length !== 1)
    throw invalidRequest([
      {
        at: '',
        detail: {
          zh: '请给出 uscc、documentNo、personId 三者之一',
          en: 'give exactly one of uscc, documentNo and personId',
        },
      },
    ]);
  if (uscc !== undefined)
    return { kind: 'party', identities: partyOfUscc(matchable('uscc', 'uscc', uscc, personKey)) };
  if (personId !== undefined)
    return {
      kind: 'party',
      identities: [{ kind: 'person-id', value: matchable('personId', 'person-id', personId, personKey) }],
    };
  const value = matchable('documentNo', 'document-no', documentNo ?? '', personKey);
  const kinds = Object.keys(IDENTITY_KINDS).filter((kind) => IDENTITY_KINDS[kind] === 'matter');
  return { kind: 'number', identities: kinds.map((kind) => ({ kind, value })) };
}

/** Old systems know an organisation by the code that is part of its USCC. */
export function partyOfUscc(uscc: string): Identity[] {
  const organisationCode = organisationCodeOf(uscc);
  const own: Identity = { kind: 'uscc', value: uscc };
  return organisationCode === null ? [own] : [own, { kind: 'organisation-code', value: organisationCode }];
}

function matchable(parameter: keyof ChainQuery, kind: string, text: string, personKey: KeyObject): string {
  const value = normaliseIdentity(kind, text, personKey);
  if (value !== null) return value;
  const detail = {
    zh: '该号码不完整、已打码或是占位内容，不能用于关联',
    en: 'is incomplete, masked or a placeholder: it cannot be matched by',
  };
  throw invalidRequest([{ at: `/${parameter}`, detail }]);
}
