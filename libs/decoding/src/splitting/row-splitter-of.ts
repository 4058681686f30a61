import type { DecodeOptions } from '../decoded-batch.ts';
import { CsvSplitter } from './csv-splitter.ts';
import { JsonSplitter } from './json-splitter.ts';
import type { RowSplitter } from './row-splitter.ts';
import { XmlSplitter } from './xml-splitter.ts';

/** Formats that a file may be split by; of the others a body is always whole. */
export type SplitFormat = 'csv' | 'ndjson' | 'json' | 'xml';

/** The splitter of a file that `decodeBatch` would read with these options. */
export function rowSplitterOf(options: DecodeOptions & { readonly format: SplitFormat }): RowSplitter {
  switch (options.format) {
    case 'csv':
      return new CsvSplitter(options, true);
    case 'ndjson':
      return new CsvSplitter(options, false);
    case 'json':
      return new JsonSplitter(options);
    case 'xml':
      return new XmlSplitter(options);
    default:
      return options.format satisfies never;
  }
}
