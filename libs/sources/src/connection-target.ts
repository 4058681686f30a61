import type { SourceKind } from '@exchange/catalog';
import type { JsonObject } from '@exchange/contracts';

/** Members of a connection that say where it leads to. What is left out is how it is made: credentials, encryption, pace. */
const TARGET_MEMBERS: Readonly<Record<Exclude<SourceKind, 'push'>, readonly string[]>> = {
  poll: ['baseUrl', 'values'],
  sql: ['host', 'port', 'database', 'schema', 'dialect'],
  file: ['kind', 'host', 'port', 'directory'],
  queue: ['host', 'port', 'protocol', 'vhost', 'clientIdPrefix'],
};

/** Whether two connections of a system lead to different places, so that how far one was read says nothing of the other. */
export function leadsElsewhere(
  kind: Exclude<SourceKind, 'push'>,
  before: JsonObject,
  after: JsonObject,
): boolean {
  return TARGET_MEMBERS[kind].some(
    (name) => JSON.stringify(before[name] ?? null) !== JSON.stringify(after[name] ?? null),
  );
}
