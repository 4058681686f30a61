import type { CodeTable } from '@exchange/contracts';
import { narrowText, trimSpace } from '../value.ts';

/** What a function makes of a code list, made once for each list however many mappings look into it. */
export function perTable<Made>(make: (table: CodeTable) => Made): (table: CodeTable) => Made {
  const made = new WeakMap<CodeTable, { readonly value: Made }>();
  return (table) => {
    const kept = made.get(table) ?? { value: make(table) };
    made.set(table, kept);
    return kept.value;
  };
}

/** Labels and aliases of a list → code, folded. An earlier entry wins, and a current one over a retired one. */
export function labelIndex(
  table: CodeTable,
  fold: (label: string) => string = foldLabel,
): Map<string, string> {
  const labels = new Map<string, string>();
  const current = table.entries.filter((entry) => entry.validUntil === null);
  const retired = table.entries.filter((entry) => entry.validUntil !== null);
  for (const entry of [...current, ...retired])
    for (const label of [entry.zh, entry.en, ...(entry.aliases ?? [])])
      if (!labels.has(fold(label))) labels.set(fold(label), entry.code);
  return labels;
}

function foldLabel(label: string): string {
  return trimSpace(narrowText(label));
}
