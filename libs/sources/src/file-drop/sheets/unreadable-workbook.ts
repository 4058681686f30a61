/** A workbook cannot be taken apart. Thrown within the reading of one, and ends there: the file is rejected. */
export class UnreadableWorkbook extends Error {
  override readonly name = 'UnreadableWorkbook';
  /** `sheet, row`, or empty. */
  readonly at: string;
  readonly detail: { readonly zh: string; readonly en: string };

  constructor(detail: { readonly zh: string; readonly en: string }, at = '', cause?: unknown) {
    super(detail.en, { cause });
    this.at = at;
    this.detail = detail;
  }
}
