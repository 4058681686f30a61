import { CommandCentre0001 } from './0001-command-centre.ts';
import { HistoryEvents0002 } from './0002-history-events.ts';

/** The one migration history of the schema `command_centre`, in order. Never edited once released, only added to. */
export const MIGRATIONS = [CommandCentre0001, HistoryEvents0002];
