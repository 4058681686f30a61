/** How many cases of each kind were tried, and how they were answered. */
export class Tally {
  readonly #kinds = new Map<string, { cases: number; statuses: Map<number, number> }>();
  readonly #notes: string[] = [];

  /** No statuses: the connection ended without an answer. */
  count(kind: string, statuses: readonly number[]): void {
    const row = this.#kinds.get(kind) ?? { cases: 0, statuses: new Map<number, number>() };
    row.cases += 1;
    for (const status of statuses) row.statuses.set(status, (row.statuses.get(status) ?? 0) + 1);
    this.#kinds.set(kind, row);
  }

  note(text: string): void {
    this.#notes.push(text);
  }

  table(): string {
    const total = new Map<number, number>();
    let cases = 0;
    const lines = [...this.#kinds].map(([kind, row]) => {
      cases += row.cases;
      for (const [status, count] of row.statuses) total.set(status, (total.get(status) ?? 0) + count);
      return `${String(row.cases).padStart(5)}  ${kind.padEnd(40)} ${shown(row.statuses)}`;
    });
    lines.push(
      `${String(cases).padStart(5)}  ${'hostile inputs'.padEnd(40)} ${shown(total)}`,
      ...this.#notes,
    );
    return `\n${lines.join('\n')}\n`;
  }
}

function shown(statuses: ReadonlyMap<number, number>): string {
  return [...statuses]
    .sort(([left], [right]) => left - right)
    .map(([status, count]) => `${status}×${count}`)
    .join(' ');
}
