import { Credit0001 } from './0001-credit.ts';
import { DueDatesAndRevisions0002 } from './0002-due-dates-and-revisions.ts';

/** The one migration history of the schema `credit`, in order. Never edited once released, only added to. */
export const MIGRATIONS = [Credit0001, DueDatesAndRevisions0002];
