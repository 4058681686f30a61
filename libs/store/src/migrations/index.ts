import { Exchange0001 } from './0001-exchange.ts';
import { ConsumerPositions0002 } from './0002-consumer-positions.ts';

/** The one migration history of the schema `exchange`, in order. Never edited once released, only added to. */
export const MIGRATIONS = [Exchange0001, ConsumerPositions0002];
