import type { JsonObject, LicenseDecisionV1, PenaltyDecisionV1 } from '@exchange/contracts';
import type { Disclosure, DisclosureSettings } from './disclosure.ts';
import { projectLicence } from './project-licence.ts';
import { projectPenalty } from './project-penalty.ts';

/** Subjects whose records are disclosed. */
export const DISCLOSED_SUBJECTS = ['license-decision', 'penalty-decision'] as const;
export type DisclosedSubject = (typeof DISCLOSED_SUBJECTS)[number];

/**
 * What a decision becomes in the credit database, in layout B. Pure. `data` is valid against the subject's schema. Source
 * and certainty of the layout: `layout.ts`; that licences and penalties are made public: 行政许可法 art. 40, 行政处罚法 art. 48.
 */
export function projectDisclosure(
  subject: DisclosedSubject,
  data: JsonObject,
  settings: DisclosureSettings,
): Disclosure {
  return subject === 'penalty-decision'
    ? projectPenalty(data as unknown as PenaltyDecisionV1, settings)
    : projectLicence(data as unknown as LicenseDecisionV1, settings);
}
