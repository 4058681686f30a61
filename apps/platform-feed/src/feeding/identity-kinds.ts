/**
 * How far an identity carries. `party`: names the one whom the records are about. `matter`: names one licence, inspection,
 * case, …; records that share it belong together. `thing`: can be looked up, but outlives matters and changes hands.
 */
export type IdentityStrength = 'party' | 'matter' | 'thing';

/**
 * The kinds of `x-identity` that are kept for matching. The others (a grid, an item of the power list, an officer, a plan)
 * are shared by thousands of unrelated records.
 */
export const IDENTITY_KINDS: Readonly<Record<string, IdentityStrength>> = {
  uscc: 'party',
  'organisation-code': 'party',
  'person-id': 'party',
  'approval-no': 'matter',
  'filing-no': 'matter',
  'licence-no': 'matter',
  'certificate-no': 'matter',
  'document-no': 'matter',
  'inspection-no': 'matter',
  'sampling-no': 'matter',
  'warning-no': 'matter',
  'hazard-no': 'matter',
  'lead-no': 'matter',
  'case-no': 'matter',
  'review-no': 'matter',
  'dispute-no': 'matter',
  'coercion-no': 'matter',
  'referral-no': 'matter',
  'event-no': 'matter',
  'work-order-no': 'matter',
  'disclosure-no': 'matter',
  'project-code': 'matter',
  'premises-no': 'thing',
  plate: 'thing',
  vin: 'thing',
  'vessel-no': 'thing',
  'terminal-no': 'thing',
  'equipment-no': 'thing',
  'contact-id': 'thing',
};
