import { isDateFormat } from './date-format.ts';
import { unreadable } from './unreadable-workbook.ts';
import { attributeOf, type XmlVisitor } from './xml-scanner.ts';

/** Formats of dates and times that are referred to by number only; 27–36 and 50–58 are those of Chinese editions. */
const KNOWN_DATES = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
] as const;
/** Office programs have 65,490. */
const STYLES_MAX = 100_000;

/** Learns from the styles of a workbook which ones show a number as a date or time. */
export class DateStyles implements XmlVisitor {
  readonly wantsText = false;
  readonly #formats = new Map<number, boolean>();
  readonly #styles: boolean[] = [];
  #isWithin = false;

  /** Of a cell with the style of this number; one without any has 0. */
  isDate(style: number): boolean {
    return this.#styles[style] ?? false;
  }

  open(name: string, attributes: string): void {
    if (name === 'numFmt') {
      const code = attributeOf(attributes, 'formatCode');
      this.#formats.set(Number(attributeOf(attributes, 'numFmtId')), isDateFormat(code));
    } else if (name === 'cellXfs') {
      this.#isWithin = true;
    } else if (name === 'xf' && this.#isWithin) {
      const format = Number(attributeOf(attributes, 'numFmtId'));
      this.#styles.push(this.#formats.get(format) ?? isKnownDate(format));
    }
    if (this.#formats.size + this.#styles.length > STYLES_MAX) throw unreadable('tooLarge');
  }

  close(name: string): void {
    if (name === 'cellXfs') this.#isWithin = false;
  }

  text(): void {
    // None is wanted.
  }
}

function isKnownDate(format: number): boolean {
  return KNOWN_DATES.some(([from, to]) => format >= from && format <= to);
}
