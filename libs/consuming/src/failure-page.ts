import type { AccessScope } from '@exchange/access';
import type { JsonObject } from '@exchange/contracts';
import { decodeCursor, encodeCursor, isCursorUuid } from '@exchange/runtime';
import { openDeliveryFailures, withStoreErrors, type KeptFailure, type Store } from '@exchange/store';

const FAILURES_PER_PAGE_MAX = 200;

export const FAILURE_QUERY_SCHEMA: JsonObject = {
  type: 'object',
  additionalProperties: false,
  properties: {
    cursor: {
      type: 'string',
      maxLength: 200,
      description: '上一页给出的 cursor / cursor of the page before',
    },
    limit: { type: 'integer', minimum: 1, maximum: FAILURES_PER_PAGE_MAX, default: 50 },
  },
};

export interface FailureQuery {
  readonly cursor?: string;
  readonly limit: number;
}

export interface FailurePage {
  readonly failures: readonly KeptFailure[];
  readonly cursor: string | null;
}

/**
 * Events that a group could not apply and that nobody has settled yet, oldest first, as far as the reader may see them. What
 * the error says may quote the record, so it is for those who may see records unmasked.
 */
export async function failurePage(
  pool: Store['pool'],
  group: string,
  { cursor, limit }: FailureQuery,
  scope: AccessScope,
): Promise<FailurePage> {
  const [after] = cursor === undefined ? [] : decodeCursor(cursor, [isCursorUuid]);
  const page = { limit: limit + 1, scope, ...(after === undefined ? {} : { after }) };
  const found = await withStoreErrors(() => openDeliveryFailures(pool, group, page));
  const failures = found
    .slice(0, limit)
    .map((failure) => (scope.unmasked ? failure : { ...failure, error: null }));
  const last = found.length > limit ? failures.at(-1) : undefined;
  return { failures, cursor: last ? encodeCursor([last.id]) : null };
}
