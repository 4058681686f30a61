/** How many names are kept; the tables behind it keep fewer. Names that are data would fill any memory. */
const NAMES_MAX = 4_000;

/** Counts under names that are written from time to time: a name that was never written at once, the others all together. */
export class Tally {
  readonly #counts = new Map<string, number>();
  readonly #written = new Set<string>();

  add(name: string, more: number): void {
    const before = this.#counts.get(name);
    if (before !== undefined || this.#counts.size < NAMES_MAX) this.#counts.set(name, (before ?? 0) + more);
  }

  /** What is to be written now: names that are new, or all that were counted since. */
  due(all: boolean): Array<[name: string, count: number]> {
    return [...this.#counts].filter(([name]) => all || this.#isNew(name));
  }

  /** What `due` gave is written. What was counted meanwhile stays. */
  wrote(name: string, count: number): void {
    const left = (this.#counts.get(name) ?? 0) - count;
    if (left > 0) this.#counts.set(name, left);
    else this.#counts.delete(name);
    if (this.#written.size < NAMES_MAX) this.#written.add(name);
  }

  #isNew(name: string): boolean {
    return !this.#written.has(name) && this.#written.size < NAMES_MAX;
  }
}
