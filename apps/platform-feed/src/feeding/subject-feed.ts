import type { SubjectSchema } from '@exchange/contracts';
import { matchingPaths, type IdentityPath } from './extract-identities.ts';

/** What the feed has to know about the events of one topic. */
export interface SubjectFeed {
  readonly topic: string;
  readonly subject: string;
  readonly identityPaths: readonly IdentityPath[];
}

export function subjectFeed(schema: SubjectSchema): SubjectFeed {
  const { topic, subject } = schema;
  return { topic, subject, identityPaths: matchingPaths(schema.identities) };
}
