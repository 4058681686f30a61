import { accepted, refused, type CaseGroup, type Expectation } from '../hostile-case.ts';
import { order, ORDERS } from '../records.ts';
import { pushCases } from '../wire.ts';

const invalid = refused(400, 'invalid-request');

const QUERIES: ReadonlyArray<[string, string, Expectation]> = [
  ['a dry run that is "maybe"', '?dryRun=maybe', invalid],
  ['a dry run that is empty', '?dryRun=', invalid],
  ['a dry run without a value', '?dryRun', invalid],
  ['a dry run in capitals', '?dryRun=TRUE', invalid],
  ['a dry run that is a list', '?dryRun[]=true', invalid],
  ['a dry run that is said twice', '?dryRun=true&dryRun=true', invalid],
  ['a dry run that is said twice and differs', '?dryRun=true&dryRun=false', invalid],
  ['a dry run with an encoded NUL', '?dryRun=true%00', invalid],
  ['a dry run with blanks', '?dryRun=%20true', invalid],
  ['a dry run in other letters', '?dryrun=true', invalid],
  ['a dry run with an encoded name', '?dry%52un=true', accepted],
  ['an operation nobody knows', '?operation=drop', invalid],
  ['an operation that is empty', '?operation=', invalid],
  ['an operation in capitals', '?operation=DELETE', invalid],
  ['two operations', '?operation=upsert&operation=delete', invalid],
  ['a parameter nobody knows', '?force=true', invalid],
  ['a parameter named __proto__', '?__proto__=x', invalid],
  ['a parameter named __proto__[dryRun]', '?__proto__[dryRun]=true', invalid],
  ['a parameter named constructor', '?constructor=x', invalid],
  ['a parameter without a name', '?=x', invalid],
  ['a key as a parameter', '?api_key=wx_0000000000000000_x', invalid],
  ['1,000 parameters', `?${Array.from({ length: 1_000 }, (_, place) => `p${place}=1`).join('&')}`, invalid],
  ['a parameter of 10,000 characters', `?x=${'x'.repeat(10_000)}`, invalid],
  ['a percent sign without digits', '?dryRun=%', refused(400)],
  ['half an encoded character', '?dryRun=%E6%9C', refused(400)],
  ['an encoded byte that UTF-8 never has', '?dryRun=%ff', refused(400)],
  ['nothing but separators', '?&&&', accepted],
  ['a question mark alone', '?', accepted],
  ['two question marks', '??dryRun=true', invalid],
  ['a fragment', '#dryRun=true', refused([200, 400, 404])],
  ['a semicolon as the separator', '?dryRun=false;operation=delete', invalid],
];

export const queries: CaseGroup = {
  kind: 'queries',
  cases: pushCases(
    ORDERS,
    QUERIES.map(([name, query, expectation]) => [name, order(), expectation, { query }]),
  ),
};
