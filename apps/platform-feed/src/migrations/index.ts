import { Platform0001 } from './0001-platform.ts';
import { SubjectsAndRevisions0002 } from './0002-subjects-and-revisions.ts';

/** The one migration history of the schema `platform`, in order. Never edited once released, only added to. */
export const MIGRATIONS = [Platform0001, SubjectsAndRevisions0002];
