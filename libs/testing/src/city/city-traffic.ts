import { findStream, type Catalog } from '@exchange/catalog';
import type { VendorBatch } from '../vendor.ts';
import { CITY_RECORDS } from './city-records.ts';
import { seededRandom } from './random.ts';
import { storyOf, type Story } from './story.ts';
import { withValues, wireTemplateOf, type Row, type WireTemplate } from './wire-template.ts';

export interface CityOptions {
  readonly seed: number;
  readonly parties: number;
  /** Records in one push. */
  readonly batchRecords: number;
  /** Every so many records one is spoiled: a date that does not exist. 0 = none. */
  readonly spoiledEvery: number;
}

/** Where a bad date does harm, by stream. */
const DATE_FIELDS: Readonly<Record<string, string>> = {
  'approval-window/licenses': 'DECIDE_DATE',
  'town-enforcement/cases': 'liAnRiQi',
  'city-enforcement/cases': 'LARQ',
  'gas-safety/inspections': 'beginTime',
};

/**
 * The daily work of a city, as the systems would push it: parties that are approved, inspected, complained about, filed
 * and fined, each matter under the same numbers everywhere, in each system's own wire format. The same seed gives the same bytes.
 */
export async function* cityTraffic(catalog: Catalog, options: CityOptions): AsyncGenerator<VendorBatch> {
  const random = seededRandom(options.seed);
  const stories = Array.from({ length: options.parties }, (_, number) => storyOf(number, random));
  for (const [name, changesOf] of Object.entries(CITY_RECORDS)) {
    const [system = '', stream = ''] = name.split('/');
    const entry = findStream(catalog, system, stream);
    if (!entry) continue;
    const template = await wireTemplateOf(entry);
    const rows = rowsOf(name, template, stories, changesOf, options.spoiledEvery);
    for (let start = 0; start < rows.length; start += options.batchRecords) {
      const batch = rows.slice(start, start + options.batchRecords);
      yield {
        system,
        stream,
        body: template.encode(batch),
        records: null,
        count: batch.length,
        contentType: template.contentType,
        idempotencyKey: `${stream}-${options.seed}-${start}`,
      };
    }
  }
}

function rowsOf(
  name: string,
  template: WireTemplate,
  stories: readonly Story[],
  changesOf: (typeof CITY_RECORDS)[string],
  spoiledEvery: number,
): Row[] {
  const rows: Row[] = [];
  const normal = template.rows[0]!;
  const dateField = DATE_FIELDS[name];
  for (const story of stories) {
    const changes = changesOf(story);
    if (!changes) continue;
    const isSpoiled =
      spoiledEvery > 0 && dateField !== undefined && rows.length % spoiledEvery === spoiledEvery - 1;
    rows.push(withValues(normal, isSpoiled ? { ...changes, [dateField]: '2026-02-30' } : changes));
  }
  return rows;
}
