import type { OrderedRow } from './read-page.ts';
import { jsonOf } from './row-text.ts';
import type { TableLayout } from './table-layout.ts';

/** Some of a row's columns of the order as the members of a JSON object, without its braces. */
export function orderMembers(
  { reading }: TableLayout,
  { position }: OrderedRow,
  isWanted: (name: string) => boolean = () => true,
): string[] {
  return reading.order.flatMap(({ name, kind }, index) =>
    isWanted(name) ? [`${JSON.stringify(name)}:${jsonOf(kind, position[index])}`] : [],
  );
}
