import { isDeepStrictEqual } from 'node:util';
import {
  disclosureDueDate,
  projectDisclosure,
  type DisclosureSettings,
  type IsWorkingDay,
} from '@exchange/credit';
import { isJsonObject, type Detail, type ExchangeEvent, type JsonObject } from '@exchange/contracts';
import type { DecisionTopic } from './decision.ts';
import type { LayoutFields, Said, StandingDisclosure } from './disclosure-row.ts';

/** Reads the body of an event. Throws when it is no JSON object. */
export function readBody(event: ExchangeEvent): JsonObject {
  const body: unknown = JSON.parse(event.value);
  if (!isJsonObject(body)) throw new TypeError('the value of an event is a JSON object');
  return body;
}

export interface SayingSettings {
  readonly disclosure: DisclosureSettings;
  readonly isWorkingDay: IsWorkingDay;
}

/** What a revision of a decision says to the credit database, given what was said before. */
export function sayOf(
  decision: DecisionTopic,
  event: ExchangeEvent,
  before: Said | null,
  { disclosure, isWorkingDay }: SayingSettings,
): Said {
  const body = readBody(event);
  const { documentNo: knownNo = null, fields = null, dueDate: knownDue = null } = before ?? {};
  const kept = { documentNo: knownNo, fields, dueDate: knownDue, missing: [] };
  if (event.operation === 'delete') return { ...kept, state: 'withdrawn', reason: reasonOf(body) };
  const projected = projectDisclosure(decision.subject, body, disclosure);
  const { decisionDate } = body;
  const dueDate = typeof decisionDate === 'string' ? disclosureDueDate(decisionDate, isWorkingDay) : knownDue;
  const { documentNo } = projected;
  switch (projected.kind) {
    case 'notice':
      return { state: 'reported', documentNo, fields: projected.fields, missing: [], reason: null, dueDate };
    case 'incomplete': {
      const missing = projected.missing.map(({ field }) => field);
      return { state: 'incomplete', documentNo, fields: projected.fields, missing, reason: null, dueDate };
    }
    case 'not-reported':
      return { ...kept, state: 'not-reported', documentNo, reason: projected.reason, dueDate };
    case 'withdrawal':
      return { ...kept, state: 'withdrawn', documentNo, reason: projected.reason, dueDate };
  }
}

const SOURCE_WITHDREW: Detail = { zh: '来源撤回了该记录', en: 'the source withdrew the record' };

function reasonOf({ reason }: JsonObject): Detail {
  return typeof reason === 'string' && reason !== '' ? { zh: reason, en: reason } : SOURCE_WITHDREW;
}

export function isSameSaid(left: Said, right: Said): boolean {
  return (
    left.state === right.state &&
    left.documentNo === right.documentNo &&
    isDeepStrictEqual(left.reason, right.reason) &&
    isDeepStrictEqual(left.missing, right.missing) &&
    isDeepStrictEqual(left.fields, right.fields)
  );
}

type HandedOver = Pick<StandingDisclosure, 'handedOver' | 'handOverOperation'>;

export interface HandOver extends HandedOver {
  /** Whether the batch that is being planned hands it over. */
  readonly isHandedOver: boolean;
}

/**
 * What a batch has to hand over so that the credit database has what was said. What it has stays while a newer revision is
 * incomplete: a decision that must be public does not vanish because one field got lost.
 *
 * @param committed what was handed over by the batches before: only that is an `u` or `d` of
 * @param pending what this batch would hand over until now
 */
export function handOver(said: Said, committed: HandedOver | null, pending: HandedOver | null): HandOver {
  const has = contentOf(committed);
  const wanted =
    said.state === 'reported' ? said.fields : said.state === 'incomplete' ? contentOf(pending) : null;
  if (isDeepStrictEqual(wanted, has)) {
    const { handedOver = null, handOverOperation = null } = committed ?? {};
    return { handedOver, handOverOperation, isHandedOver: false };
  }
  if (wanted === null) return { handedOver: has, handOverOperation: 'd', isHandedOver: true };
  return { handedOver: wanted, handOverOperation: has === null ? 'i' : 'u', isHandedOver: true };
}

function contentOf(handed: HandedOver | null): LayoutFields | null {
  return handed === null || handed.handOverOperation === 'd' ? null : handed.handedOver;
}
