import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The hand-over table of 双公示, what became of each event, and the outbox of what is published about it. */
export class Credit0001 implements MigrationInterface {
  readonly name = 'Credit00011764000000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('the first migration is not taken back: it would drop what was handed over');
  }
}

const PENALTY_FIELDS = [
  'CF_XDR_MC CF_XDR_LB CF_XDR_SHXYM CF_XDR_GSZC CF_XDR_ZZJG CF_XDR_SWDJ CF_XDR_SYDW CF_XDR_SHZZ CF_FRDB CF_FR_ZJLX',
  'CF_FR_ZJHM CF_XDR_ZJLX CF_XDR_ZJHM CF_WSH CF_WFXW CF_SY CF_YJ CF_CFLB CF_NR CF_NR_FK CF_NR_WFFF CF_NR_ZKDX CF_JDRQ',
  'CF_YXQ CF_GSJZQ CF_CFJG CF_CFJGDM CF_SJLY CF_SJLYDM BZ',
];
const LICENCE_FIELDS = [
  'XK_XDR_MC XK_XDR_LB XK_XDR_SHXYM XK_XDR_GSZC XK_XDR_ZZJG XK_XDR_SWDJ XK_XDR_SYDW XK_XDR_SHZZ XK_FRDB XK_FR_ZJLX',
  'XK_FR_ZJHM XK_XDR_ZJLX XK_XDR_ZJHM XK_XKWS XK_WSH XK_XKLB XK_XKZS XK_XKBH XK_NR XK_JDRQ XK_YXQZ XK_YXQZI XK_XKJG',
  'XK_XKJGDM XK_ZT XK_LYDW XK_LYDWDM BZ',
];

/**
 * What the credit database reads: the columns of its layout, and those of a hand-over by tables (库表交换). A row holds its
 * last hand-over only, so a reader that was away takes i and u alike.
 */
function handOverView(view: string, tableKind: string, lines: readonly string[]): string {
  const fields = lines
    .flatMap((line) => line.split(' '))
    .map((field) => `handed_over ->> '${field}' AS "${field}"`);
  return `CREATE VIEW credit.${view} AS
    SELECT id AS cd_id, cd_time, cd_batch, cd_operation, ${fields.join(', ')}
    FROM credit.disclosure WHERE table_kind = '${tableKind}' AND cd_operation IS NOT NULL`;
}

const STATEMENTS = [
  // fields: as the newest revision gives them. handed_over: as the credit database has them; the two differ while a newer
  // revision is incomplete.
  `CREATE TABLE credit.disclosure (
     id text PRIMARY KEY,
     topic text NOT NULL,
     system text NOT NULL,
     stream text NOT NULL,
     key text NOT NULL,
     table_kind text NOT NULL CHECK (table_kind IN ('licence', 'penalty')),
     document_no text,
     document_no_matching text COLLATE "C",
     department text NOT NULL,
     jurisdiction text,
     state text NOT NULL CHECK (state IN ('reported', 'incomplete', 'not-reported', 'withdrawn')),
     reason jsonb,
     withdrawn_time timestamptz(3),
     missing text[] NOT NULL,
     fields jsonb,
     handed_over jsonb,
     published jsonb,
     version integer NOT NULL,
     cd_time timestamptz(3),
     cd_batch text,
     cd_operation text CHECK (cd_operation IN ('i', 'u', 'd')),
     event_id text NOT NULL,
     revision text COLLATE "C" NOT NULL,
     operation text NOT NULL CHECK (operation IN ('upsert', 'delete')),
     data_digest text NOT NULL,
     time timestamptz(3) NOT NULL,
     received_time timestamptz(3) NOT NULL,
     receipt text NOT NULL,
     mapping_version integer NOT NULL,
     historical boolean NOT NULL,
     partition integer NOT NULL,
     position bigint NOT NULL,
     changed_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
     UNIQUE (topic, system, stream, key),
     CHECK ((cd_operation IS NULL) = (handed_over IS NULL))
   )`,
  `CREATE INDEX disclosure_by_state ON credit.disclosure (state, received_time DESC, id DESC)`,
  `CREATE INDEX disclosure_by_time ON credit.disclosure (received_time DESC, id DESC)`,
  `CREATE INDEX disclosure_by_document ON credit.disclosure (document_no_matching)`,
  `CREATE INDEX disclosure_by_batch ON credit.disclosure (cd_batch, id) WHERE cd_batch IS NOT NULL`,
  // One row for each event id that was seen of a decision.
  `CREATE TABLE credit.disclosure_change (
     disclosure_id text NOT NULL,
     event_id text NOT NULL,
     number bigint GENERATED ALWAYS AS IDENTITY,
     effect text NOT NULL CHECK (effect IN ('applied', 'history-only', 'unchanged')),
     operation text NOT NULL,
     revision text COLLATE "C" NOT NULL,
     state text NOT NULL,
     version integer NOT NULL,
     receipt text NOT NULL,
     mapping_version integer NOT NULL,
     partition integer NOT NULL,
     position bigint NOT NULL,
     recorded_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
     PRIMARY KEY (disclosure_id, event_id)
   )`,
  // The row's lock makes the order of batch numbers the order of commits: a reader that asks by batch misses nothing.
  `CREATE TABLE credit.batch (day date PRIMARY KEY, last integer NOT NULL)`,
  `CREATE TABLE credit.outbox (
     number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     event json NOT NULL,
     created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp()
   ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000)`,
  handOverView('penalty_hand_over', 'penalty', PENALTY_FIELDS),
  handOverView('licence_hand_over', 'licence', LICENCE_FIELDS),
];
