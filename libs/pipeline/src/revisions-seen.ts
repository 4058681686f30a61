import { compareRevisions } from '@exchange/contracts';

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

/** Whether a newer revision of the same kind was seen. A tie, or the first of its kind, leaves it to the order of the log. */
export function isOutdated(revision: string, seen: RevisionsSeen): boolean {
  const { otherRevision } = seen;
  return (
    compareRevisions(revision, seen.revision) < 0 ||
    (otherRevision !== null && compareRevisions(revision, otherRevision) < 0)
  );
}

/** What was seen after a revision that was not outdated. */
export function revisionsAfter(seen: RevisionsSeen | null, revision: string): RevisionsSeen {
  if (seen === null) return { revision, otherRevision: null };
  const isSameKind = revision.charAt(0) === seen.revision.charAt(0);
  return { revision, otherRevision: isSameKind ? seen.otherRevision : seen.revision };
}
