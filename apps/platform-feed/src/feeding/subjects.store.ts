import type { SubjectSchema } from '@exchange/contracts';
import { unnest, unnestValues, withStoreErrors, type Column, type Store } from '@exchange/store';

const COLUMNS: ReadonlyArray<Column<SubjectSchema>> = [
  ['topic', 'text', ({ topic }) => topic],
  ['subject', 'text', ({ subject }) => subject],
  ['module', 'text', ({ module }) => module],
  ['chain', 'text', ({ chain }) => chain],
];

/** Makes the tables know what the catalogue says of each subject. Topics that it no longer has stay as they were. */
export async function saveSubjects(pool: Store['pool'], subjects: readonly SubjectSchema[]): Promise<void> {
  const { columns, rows } = unnest(COLUMNS);
  await withStoreErrors(() =>
    pool.query(
      `INSERT INTO platform.subject (${columns}) SELECT ${columns} FROM ${rows}
       ON CONFLICT (topic) DO UPDATE SET subject = excluded.subject, module = excluded.module, chain = excluded.chain`,
      unnestValues(COLUMNS, subjects),
    ),
  );
}
