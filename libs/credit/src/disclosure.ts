import type { Detail } from '@exchange/contracts';

/** The two tables of 双公示: administrative licences and administrative penalties. */
export type DisclosureTable = 'licence' | 'penalty';

/** A field of a table that a record lacks, by its code in the standard. */
export interface MissingField {
  readonly field: string;
  readonly name: Detail;
}

/** What a decision becomes in the credit database. */
export type Disclosure =
  | {
      readonly kind: 'notice';
      readonly table: DisclosureTable;
      readonly documentNo: string;
      /** Every field of the layout, in its order; null where the record has nothing. */
      readonly fields: Readonly<Record<string, string | null>>;
    }
  /** Fields that the layout requires are missing: kept and shown, reported when they come. */
  | {
      readonly kind: 'incomplete';
      readonly table: DisclosureTable;
      readonly documentNo: string;
      readonly fields: Readonly<Record<string, string | null>>;
      readonly missing: readonly MissingField[];
    }
  | {
      readonly kind: 'not-reported';
      readonly table: DisclosureTable;
      readonly documentNo: string;
      readonly reason: Detail;
    }
  /** Takes back what was reported before; the hand-over row stays, marked. */
  | {
      readonly kind: 'withdrawal';
      readonly table: DisclosureTable;
      readonly documentNo: string;
      readonly reason: Detail;
    };

/** What the district decides about reporting, as long as the official texts are not at hand. */
export interface DisclosureSettings {
  /** By department: the unit that is named as the source of data where the record names none. Else it is the authority. */
  readonly dataSources: Readonly<Record<string, { readonly name: string; readonly uscc: string }>>;
  /** XK_ZT for a licence in force and for any other. General knowledge, not verified: 1 and 2. */
  readonly licenceStates: { readonly valid: string; readonly invalid: string };
  /** Text of the end of validity that means "for good". */
  readonly openEndedDate: string;
  /** Whether penalties of natural persons are reported. Publication is another matter, decided by the credit database. */
  readonly reportsNaturalPersons: boolean;
  /** Whether decisions whose only kinds are warning or public criticism are reported. */
  readonly reportsMinorPenalties: boolean;
}

/** The defaults of the settings; every one of them is to be confirmed by the district. */
export const DEFAULT_DISCLOSURE_SETTINGS: DisclosureSettings = {
  dataSources: {},
  licenceStates: { valid: '1', invalid: '2' },
  openEndedDate: '2099/12/31',
  reportsNaturalPersons: true,
  reportsMinorPenalties: true,
};
