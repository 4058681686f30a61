import { compareRevisions, isHistoricalArrival } from '@exchange/contracts';

/**
 * The newest revisions that were seen of a record. A source may number some of its changes only (a withdrawal that is pushed
 * by key bears none of the source's revisions): its own revisions and arrival stamps are kept apart, each to be compared
 * with its own kind.
 */
export interface RevisionsSeen {
  readonly revision: string;
  /** Newest of the kind that `revision` is not of: an arrival stamp beside a source's revision, or the other way round. */
  readonly otherRevision: string | null;
}

/** A revision that arrives. */
interface ArrivingRevision {
  readonly revision: string;
  /** Brought by a back-fill. */
  readonly isHistorical: boolean;
}

/**
 * Whether a newer revision of the same kind was seen. A tie, or the first of its kind, leaves it to the order of the log; but
 * what a back-fill brings is older than what came by itself, also where the two cannot be compared: it neither withdraws a
 * record that bears the source's revisions, nor brings back one that was withdrawn by its key.
 */
export function isOutdated({ revision, isHistorical }: ArrivingRevision, seen: RevisionsSeen): boolean {
  const all = seen.otherRevision === null ? [seen.revision] : [seen.revision, seen.otherRevision];
  return all.some(
    (other) =>
      compareRevisions(revision, other) < 0 ||
      (isHistorical && other.charAt(0) !== revision.charAt(0) && !isHistoricalArrival(other)),
  );
}

/** What was seen after a revision that was not outdated. */
export function revisionsAfter(seen: RevisionsSeen | null, revision: string): RevisionsSeen {
  if (seen === null) return { revision, otherRevision: null };
  const isSameKind = revision.charAt(0) === seen.revision.charAt(0);
  return { revision, otherRevision: isSameKind ? seen.otherRevision : seen.revision };
}
