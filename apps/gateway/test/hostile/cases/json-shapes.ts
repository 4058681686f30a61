import {
  accepted,
  partly,
  quarantined,
  unreadable,
  type CaseGroup,
  type Expectation,
} from '../hostile-case.ts';
import { INSPECTIONS, order, ORDERS } from '../records.ts';
import { pushCases, type Lane } from '../wire.ts';

const notARecord = quarantined('unreadable-record');

const alone = pushCases(ORDERS, [
  ['a string instead of a record', '"DH1"', unreadable],
  ['a number instead of a record', '42', unreadable],
  ['true instead of a record', 'true', unreadable],
  ['null instead of a record', 'null', unreadable],
  ['a minus sign instead of a record', '-', unreadable],
  ['a list without records', '[]', accepted],
  ['a record without members', '{}', quarantined('missing-required')],
  ['a list of nulls', '[null,null]', notARecord],
  ['a list of numbers', '[1,2,3]', notARecord],
  ['a list of strings, the records serialised twice', JSON.stringify([order()]), notARecord],
  ['a list of truths', '[true]', notARecord],
  ['a list of lists, rows without names', '[["DH1","2026-11-24"]]', notARecord],
  ['a list in a list', `[[${order()}]]`, notARecord],
  ['one null among records', `[${order()},null]`, partly('unreadable-record')],
  ['one empty record among records', `[${order()},{}]`, partly('missing-required')],
  ['an envelope that the stream does not have', `{"data":[${order()}]}`, quarantined('missing-required')],
]);

/** One member of another type than the source promised. */
const types: ReadonlyArray<[string, string, Expectation]> = (
  [
    ['a list', '[]'],
    ['an object', '{}'],
    ['true', 'true'],
    ['a number', '7'],
  ] as const
).map(([name, json]) => [
  `a title that is ${name}`,
  order({ 标题: JSON.parse(json) as unknown }),
  quarantined('source-schema'),
]);

const enveloped: Lane = INSPECTIONS;
const envelopes = pushCases(enveloped, [
  ['an envelope without the list', '{"payload":{}}', unreadable],
  ['an envelope whose list is null', '{"payload":{"list":null}}', unreadable],
  ['an envelope whose list is text', '{"payload":{"list":"[]"}}', unreadable],
  ['an envelope with an empty list', '{"payload":{"list":[]}}', accepted],
  ['an envelope that is a list', '[{"payload":{"list":[]}}]', unreadable],
  ['an envelope that is cut off behind the list', '{"payload":{"list":[]}', unreadable],
  ['an envelope that is broken behind the list', '{"payload":{"list":[]},"x":01}', unreadable],
  ['an envelope that names the list twice', '{"payload":{"list":[],"list":[{}]}}', unreadable],
  ['an envelope whose own name is a path', '{"payload/list":[]}', unreadable],
  ['a record where the list should be', '{"payload":{"list":{}}}', quarantined('missing-required')],
]);

export const jsonShapes: CaseGroup = {
  kind: 'JSON of another shape',
  cases: [...alone, ...pushCases(ORDERS, types), ...envelopes],
};
