import { unreadable } from './unreadable-workbook.ts';

/** More than any office program puts into a cell. */
const TEXT_CHARS_MAX = 1_048_576;

/** Puts the text of a cell together from the runs of a rich text; readings of characters (`rPh`) are no part of it. */
export class TextRuns {
  text = '';
  wantsText = false;
  #readings = 0;

  clear(): void {
    this.text = '';
  }

  open(name: string): void {
    if (name === 'rPh') this.#readings++;
    else if (name === 't') this.wantsText = this.#readings === 0;
  }

  add(text: string): void {
    this.text += text;
    if (this.text.length > TEXT_CHARS_MAX) throw unreadable('rowTooLarge');
  }

  close(name: string): void {
    if (name === 'rPh') this.#readings--;
    else if (name === 't') this.wantsText = false;
  }
}
