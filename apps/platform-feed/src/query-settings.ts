import type { KeyObject } from 'node:crypto';
import type { Schemas } from '@exchange/catalog';
import type { Presenter } from './records/present-record.ts';

/** What the query API needs beside the tables. */
export interface QuerySettings {
  readonly schemas: Schemas;
  readonly presenter: Presenter;
  readonly personKey: KeyObject;
}
