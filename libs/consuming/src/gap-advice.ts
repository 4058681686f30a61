import type { GapKind } from '@exchange/event-log';

/** What somebody who reads of a gap in the logs has to know. */
export const GAP_ADVICE: Readonly<Record<GapKind, { readonly happened: string; readonly advice: string }>> = {
  retention: {
    happened: 'retention removed events before this group had applied them',
    advice: 'find out why the group was away so long, then replay the receipts of that time',
  },
  'made-anew': {
    happened:
      'the log ends before the position of this group: it was deleted and created again, or restored from an older copy; the group goes on from the beginning of the new log, and what it knows already has no effect again',
    advice: 'find out who did it; what only the old log held has to be replayed from the receipts',
  },
};
