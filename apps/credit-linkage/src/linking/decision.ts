import { hash } from 'node:crypto';
import { DISCLOSED_SUBJECTS, type DisclosedSubject, type DisclosureTable } from '@exchange/credit';
import type { Schemas } from '@exchange/catalog';
import type { ExchangeEvent } from '@exchange/contracts';

/** A topic of decisions, and the table of 双公示 that its records go to. */
export interface DecisionTopic {
  readonly topic: string;
  readonly subject: DisclosedSubject;
  readonly table: DisclosureTable;
}

const TABLES: Readonly<Record<DisclosedSubject, DisclosureTable>> = {
  'license-decision': 'licence',
  'penalty-decision': 'penalty',
};

/** The topics that are linked to the credit database. Throws when the catalogue lacks one. */
export function decisionTopics(schemas: Schemas): DecisionTopic[] {
  return DISCLOSED_SUBJECTS.map((subject) => {
    const schema = schemas.subjects.get(`${subject}.v1`);
    if (!schema) throw new Error(`the catalogue has no subject ${subject}`);
    return { topic: schema.topic, subject, table: TABLES[subject] };
  });
}

/** The record that a decision is, and the number under which it is disclosed. */
export interface DecisionName {
  readonly id: string;
  readonly system: string;
  readonly stream: string;
  readonly key: string;
}

const PREFIXES: Readonly<Record<DisclosureTable, string>> = { licence: 'XK', penalty: 'CF' };
const DIGEST_CHARS = 24;

/**
 * The number of a disclosure is made of its source record: the same for every revision, and after a rebuild. Throws when
 * the event's source is not `/systems/<system>/<stream>`.
 */
export function decisionName({ topic, table }: DecisionTopic, { source, key }: ExchangeEvent): DecisionName {
  const [, root, system, stream] = source.split('/');
  if (root !== 'systems' || !system || !stream)
    throw new TypeError('the source of an event is /systems/<system>/<stream>');
  const text = `${topic.length}:${topic}${system.length}:${system}${stream.length}:${stream}${key}`;
  const digest = hash('sha256', text, 'hex').slice(0, DIGEST_CHARS).toUpperCase();
  return { id: `${PREFIXES[table]}-${digest}`, system, stream, key };
}
