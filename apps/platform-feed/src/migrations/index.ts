import { Platform0001 } from './0001-platform.ts';

/** The one migration history of the schema `platform`, in order. Never edited once released, only added to. */
export const MIGRATIONS = [Platform0001];
