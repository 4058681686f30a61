import type { Gap } from './port.ts';

/**
 * Why a position is not in the log: `retention` has passed it; or the log was `made-anew` (a topic deleted and created
 * again, a database restored from an older copy) and ends before it.
 */
export type GapKind = 'retention' | 'made-anew';

export function gapKind({ expected, earliest }: Pick<Gap, 'expected' | 'earliest'>): GapKind {
  return earliest < expected ? 'made-anew' : 'retention';
}
