import type { DryRun, Outcome, RecordReport } from '@exchange/pipeline';

const REJECTED_TOLD_MAX = 10;

type Rejected = Pick<RecordReport, 'index' | 'line' | 'rejections'> & { readonly chunk: number };

/** What the first records of a source came to when they were tried. */
export class TriedRecords {
  #chunks = 0;
  #records = 0;
  #accepted = 0;
  #quarantined = 0;
  #events = 0;
  readonly #rejected: Rejected[] = [];
  /** What ended it before its time. */
  #stopped: string | null = null;

  get records(): number {
    return this.#records;
  }

  get isStopped(): boolean {
    return this.#stopped !== null;
  }

  /** Every record that came would pass. */
  get isFine(): boolean {
    return !this.isStopped && this.#quarantined === 0;
  }

  stop(reason: string): void {
    this.#stopped = reason;
  }

  add(result: DryRun): void {
    this.#chunks += 1;
    switch (result.kind) {
      case 'unreadable':
        return this.stop(
          `无法读取（位置 ${result.at}）：${result.detail.zh} / unreadable at ${result.at}: ${result.detail.en}`,
        );
      case 'blocked':
        return this.stop(
          '内容带有涉密标志：读取即停止，请报告保密工作机构 / a secrecy marking: stopped; report to the secrecy officer',
        );
      case 'no-mapping':
        return this.stop('没有已发布的映射，请先执行 register / no published mapping: run register first');
      case 'mapped':
        return this.#count(result.outcome, result.events.length);
      default:
        return result satisfies never;
    }
  }

  lines(): string[] {
    const passed = `通过 ${this.#accepted}，不通过 ${this.#quarantined}，将生成 ${this.#events} 个事件；未保存、未确认、未归档`;
    const passedInEnglish = `${this.#accepted} pass, ${this.#quarantined} do not, ${this.#events} events would come; nothing kept, acknowledged or archived`;
    return [
      `试读 ${this.#records} 条（${this.#chunks} 批）：${passed} / tried ${this.#records} records in ${this.#chunks} chunks: ${passedInEnglish}`,
      ...this.#rejected.flatMap(linesOf),
      ...(this.#stopped === null ? [] : [this.#stopped]),
    ];
  }

  #count({ records, accepted, quarantined, reports }: Outcome, events: number): void {
    this.#records += records;
    this.#accepted += accepted;
    this.#quarantined += quarantined;
    this.#events += events;
    const rejected = reports.filter(({ rejections }) => rejections.length > 0);
    for (const { index, line, rejections } of rejected.slice(0, REJECTED_TOLD_MAX - this.#rejected.length))
      this.#rejected.push({
        chunk: this.#chunks,
        index,
        ...(line === undefined ? {} : { line }),
        rejections,
      });
  }
}

function linesOf({ chunk, index, line, rejections }: Rejected): string[] {
  const place = line === undefined ? `序号 / index ${index}` : `行 / line ${line}`;
  return rejections.map(
    ({ code, at, detail }) =>
      `  第 ${chunk} 批 / chunk ${chunk}  ${place}  ${at || '/'}  ${code}: ${detail.zh} / ${detail.en}`,
  );
}
