export {
  DEFAULT_DISCLOSURE_SETTINGS,
  type Disclosure,
  type DisclosureSettings,
  type DisclosureTable,
  type MissingField,
} from './disclosure.ts';
export { disclosureDueDate, type IsWorkingDay } from './due-date.ts';
export { LICENCE_LAYOUT, PENALTY_LAYOUT, type LayoutField } from './layout.ts';
export { DISCLOSED_SUBJECTS, projectDisclosure, type DisclosedSubject } from './project-disclosure.ts';
