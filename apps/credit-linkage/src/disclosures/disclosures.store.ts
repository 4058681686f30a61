import type { AccessScope } from '@exchange/access';
import type { Detail } from '@exchange/contracts';
import type { DisclosureTable } from '@exchange/credit';
import { withStoreErrors, type Store } from '@exchange/store';
import type { DisclosureState, HandOverOperation, LayoutFields } from '../linking/disclosure-row.ts';
import { matchingNumber } from '../linking/linking.store.ts';

export interface DisclosureFilter {
  readonly state?: DisclosureState;
  readonly table?: DisclosureTable;
  readonly documentNo?: string;
}

export interface StoredDisclosure {
  readonly id: string;
  readonly topic: string;
  readonly system: string;
  readonly stream: string;
  readonly key: string;
  readonly table: DisclosureTable;
  readonly documentNo: string | null;
  readonly department: string;
  readonly jurisdiction: string | null;
  readonly state: DisclosureState;
  readonly reason: Detail | null;
  readonly withdrawnTime: Date | null;
  /** `YYYY-MM-DD`. */
  readonly dueDate: string | null;
  readonly missing: readonly string[];
  readonly fields: LayoutFields | null;
  readonly version: number;
  readonly operation: HandOverOperation | null;
  readonly batch: string | null;
  readonly handedOverTime: Date | null;
  readonly time: Date;
  readonly receivedTime: Date;
  readonly receipt: string;
  readonly eventId: string;
}

export interface DisclosurePlace {
  readonly receivedTime: string;
  readonly id: string;
}

const SELECTION = `d.id, d.topic, d.system, d.stream, d.key, d.table_kind AS "table", d.document_no AS "documentNo",
  d.department, d.jurisdiction, d.state, d.reason, d.withdrawn_time AS "withdrawnTime",
  to_char(d.due_date, 'YYYY-MM-DD') AS "dueDate", d.missing, d.fields, d.version,
  d.cd_operation AS operation, d.cd_batch AS batch, d.cd_time AS "handedOverTime", d.time,
  d.received_time AS "receivedTime", d.receipt, d.event_id AS "eventId"`;

/** Last received first; `after` is the last disclosure of the page before. Only what the scope covers. */
export async function listDisclosures(
  pool: Store['pool'],
  filter: DisclosureFilter,
  scope: AccessScope,
  page: { readonly after: DisclosurePlace | null; readonly limit: number },
): Promise<StoredDisclosure[]> {
  const { state = null, table = null, documentNo } = filter;
  const { jurisdictions, departments, topics } = scope;
  const { rows } = await withStoreErrors(() =>
    pool.query<StoredDisclosure>(
      `SELECT ${SELECTION} FROM credit.disclosure d
       WHERE ($1::text IS NULL OR d.state = $1) AND ($2::text IS NULL OR d.table_kind = $2)
         AND ($3::text IS NULL OR d.document_no_matching = $3)
         AND ($4::text[] IS NULL OR d.jurisdiction = ANY ($4))
         AND ($5::text[] IS NULL OR d.department = ANY ($5))
         AND ($6::text[] IS NULL OR d.topic = ANY ($6))
         AND ($7::timestamptz IS NULL OR (d.received_time, d.id) < ($7, $8))
       ORDER BY d.received_time DESC, d.id DESC LIMIT $9`,
      [
        state,
        table,
        documentNo === undefined ? null : matchingNumber(documentNo),
        jurisdictions === 'district' ? null : jurisdictions,
        departments === 'all' ? null : departments,
        topics === 'all' ? null : topics,
        page.after?.receivedTime ?? null,
        page.after?.id ?? null,
        page.limit,
      ],
    ),
  );
  return rows;
}
