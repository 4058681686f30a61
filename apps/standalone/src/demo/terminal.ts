/** A line for whoever watches, in both languages. */
export function say(zh: string, en: string): void {
  process.stdout.write(`${zh}  ${en}\n`);
}

/** Shows how far something is; on a terminal the line is overwritten, elsewhere a line appears now and then. */
export class Progress {
  readonly #label: string;
  #shownAt = 0;

  constructor(label: string) {
    this.#label = label;
  }

  show(text: string): void {
    const isTerminal = process.stdout.isTTY;
    const now = performance.now();
    if (now - this.#shownAt < (isTerminal ? 100 : 3_000)) return;
    this.#shownAt = now;
    process.stdout.write(isTerminal ? `\r\u001B[K${this.#label} ${text}` : `${this.#label} ${text}\n`);
  }

  end(text: string): void {
    process.stdout.write(`${process.stdout.isTTY ? '\r\u001B[K' : ''}${this.#label} ${text}\n`);
  }
}
