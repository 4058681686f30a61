/** What must be ended, the last started first. Each is tried, whatever the others do; running twice does nothing more. */
export class Stoppers {
  readonly #stops: Array<{ name: string; stop: () => Promise<unknown> }> = [];

  add(name: string, stop: () => Promise<unknown>): void {
    this.#stops.push({ name, stop });
  }

  async run(): Promise<void> {
    for (let next = this.#stops.pop(); next; next = this.#stops.pop()) {
      try {
        await next.stop();
      } catch (error) {
        process.stderr.write(`${next.name}: ${String(error)}\n`);
      }
    }
  }
}
