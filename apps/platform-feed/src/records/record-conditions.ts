import { NAMED_TOPICS, type AccessScope } from '@exchange/access';

/** Collects the conditions of a statement and their parameters. */
export class Conditions {
  readonly values: unknown[] = [];
  private readonly list: string[] = [];

  /** `condition` gets the number of the parameter that holds `value`, e.g. `(n) => 'subject = ' + n`. */
  add(value: unknown, condition: (parameter: string) => string): void {
    this.list.push(condition(this.parameter(value)));
  }

  parameter(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  /** Text for WHERE, `true` when there is no condition. */
  get where(): string {
    return this.list.length === 0 ? 'true' : this.list.join(' AND ');
  }
}

/** What a reader may see, as conditions on a table with the columns topic, jurisdiction and department. */
export function addScope(conditions: Conditions, scope: AccessScope, table: string): void {
  if (scope.topics === 'all') conditions.add(NAMED_TOPICS, (n) => `${table}.topic <> ALL (${n}::text[])`);
  else conditions.add(scope.topics, (n) => `${table}.topic = ANY (${n}::text[])`);
  addOwners(conditions, scope, table);
}

/**
 * Whose records a reader may see, as conditions on a table with the columns jurisdiction and department: what belongs to an
 * unknown jurisdiction is seen by the district only.
 */
export function addOwners(conditions: Conditions, scope: AccessScope, table: string): void {
  if (scope.jurisdictions !== 'district')
    conditions.add(scope.jurisdictions, (n) => `${table}.jurisdiction = ANY (${n}::text[])`);
  if (scope.departments !== 'all')
    conditions.add(scope.departments, (n) => `${table}.department = ANY (${n}::text[])`);
}
