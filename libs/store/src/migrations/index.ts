import { Exchange0001 } from './0001-exchange.ts';
import { ConsumerPositions0002 } from './0002-consumer-positions.ts';
import { DeliveryFailuresByEvent0003 } from './0003-delivery-failures-by-event.ts';
import { SourceRows0004 } from './0004-source-rows.ts';
import { ReportsAndRevisions0005 } from './0005-reports-and-revisions.ts';
import { Sources0006 } from './0006-sources.ts';
import { ProcessedFiles0007 } from './0007-processed-files.ts';
import { PendingBytes0008 } from './0008-pending-bytes.ts';
import { Gate0009 } from './0009-gate.ts';
import { Alarms0010 } from './0010-alarms.ts';
import { Backfills0011 } from './0011-backfills.ts';
import { Counts0012 } from './0012-counts.ts';
import { SourceSharing0013 } from './0013-source-sharing.ts';
import { Drift0014 } from './0014-drift.ts';
import { TrialQuarantine0015 } from './0015-trial-quarantine.ts';

/** The one migration history of the schema `exchange`, in order. Never edited once released, only added to. */
export const MIGRATIONS = [
  Exchange0001,
  ConsumerPositions0002,
  DeliveryFailuresByEvent0003,
  SourceRows0004,
  ReportsAndRevisions0005,
  Sources0006,
  ProcessedFiles0007,
  PendingBytes0008,
  Gate0009,
  Alarms0010,
  Backfills0011,
  Counts0012,
  SourceSharing0013,
  Drift0014,
  TrialQuarantine0015,
];
