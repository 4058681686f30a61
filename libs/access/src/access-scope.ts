import { ALARM_TOPIC } from '@exchange/contracts';

/** Not among `all` topics: what is wrong with the systems, secrecy blocks among it, is for those to whom it was granted by name. */
export const NAMED_TOPICS: readonly string[] = [ALARM_TOPIC];

/** What a reader may see. */
export interface AccessScope {
  /** `all`: except {@link NAMED_TOPICS}. */
  readonly topics: readonly string[] | 'all';
  /** Codes of towns, subdistricts and zones; `district` sees all of them, and what belongs to none. */
  readonly jurisdictions: readonly string[] | 'district';
  readonly departments: readonly string[] | 'all';
  /** Personal data as it is, not masked. */
  readonly unmasked: boolean;
}

/** The attributes of an event or record that a scope is held against. */
export interface ScopedAttributes {
  readonly topic: string;
  readonly department: string;
  /** null: unknown, for district eyes only. */
  readonly jurisdiction: string | null;
}

export function mayReadTopic(scope: AccessScope, topic: string): boolean {
  return scope.topics === 'all' ? !NAMED_TOPICS.includes(topic) : scope.topics.includes(topic);
}

/** Whether the scope covers an event. All three of topic, jurisdiction and department must. */
export function maySee(scope: AccessScope, { topic, department, jurisdiction }: ScopedAttributes): boolean {
  if (!mayReadTopic(scope, topic)) return false;
  if (scope.departments !== 'all' && !scope.departments.includes(department)) return false;
  if (scope.jurisdictions === 'district') return true;
  return jurisdiction !== null && scope.jurisdictions.includes(jurisdiction);
}

/** Whether a key or token is good at a moment. */
export function isInForce(
  access: { readonly expiresAt: Date | null; readonly revokedAt: Date | null },
  now: Date,
): boolean {
  return access.revokedAt === null && (access.expiresAt === null || access.expiresAt > now);
}
