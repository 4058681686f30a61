import { SourceError } from '../source-error.ts';

/** The provider knows who asks, and refuses what is asked for. */
export class RequestRefused extends SourceError {
  constructor(words: { readonly zh: string; readonly en: string }) {
    super('protocol', words);
  }
}

/** A pass was begun anew because its cursor was refused, and the next one is refused as well. */
export function cursorRefused(cause: RequestRefused): SourceError {
  return new SourceError(
    'cursor-refused',
    {
      zh: `接口不接受自己给出的翻页游标，从头翻页后仍被拒绝（${cause.zh}）。请向提供方核实游标有效期，或缩短适配器的时间窗；若要放弃已保存的位置、从头读取，请执行 setup reset-checkpoint <系统> <数据流>`,
      en: `the interface refuses its own cursor, also after paging began anew (${cause.message}). Ask its provider how long a cursor is good, or shorten the window of the adapter; to give up the stored position and read from the beginning: setup reset-checkpoint <system> <stream>`,
    },
    { cause },
  );
}
