import type { SqlDialect } from '../sql-settings.ts';
import type { Dialect } from './dialect.ts';
import { dm } from './dm.ts';
import { mysql } from './mysql.ts';
import { oracle } from './oracle.ts';
import { kingbase, postgres } from './postgres.ts';
import { sqlserver } from './sqlserver.ts';

export const DIALECTS: Readonly<Record<SqlDialect, Dialect>> = {
  postgres,
  kingbase,
  mysql,
  sqlserver,
  oracle,
  dm,
};
