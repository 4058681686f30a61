interface Words {
  readonly zh: string;
  readonly en: string;
}

/** A workbook cannot be taken apart. Thrown within the reading of one, and ends there: the file is rejected. */
export class UnreadableWorkbook extends Error {
  override readonly name = 'UnreadableWorkbook';
  /** `sheet, row`, or empty. */
  readonly at: string;
  readonly detail: Words;

  constructor(detail: Words, at = '', cause?: unknown) {
    super(detail.en, { cause });
    this.at = at;
    this.detail = detail;
  }
}

export const UNREADABLE = {
  damaged: {
    zh: '不是有效的 XLSX 工作簿（文件已损坏或不完整）；请用 Excel 或 WPS 打开后另存为 .xlsx',
    en: 'it is no sound XLSX workbook (damaged or incomplete): open it with Excel or WPS and save it as .xlsx',
  },
  encrypted: {
    zh: '工作簿设有打开密码；请去掉密码后重新提交',
    en: 'the workbook can be opened with a password only: save it without one',
  },
  xls: {
    zh: '这是旧版 XLS 工作簿；请另存为 .xlsx',
    en: 'it is a workbook of the old XLS kind: save it as .xlsx',
  },
  binary: {
    zh: '这是二进制工作簿（XLSB）；请另存为 .xlsx',
    en: 'it is a binary workbook (XLSB): save it as .xlsx',
  },
  openDocument: {
    zh: '这是 ODS 表格；请另存为 .xlsx',
    en: 'it is an ODS spreadsheet: save it as .xlsx',
  },
  markup: {
    zh: '这是网页或 XML 文件，只是扩展名为表格；请用 Excel 或 WPS 打开后另存为 .xlsx',
    en: 'it is a web page or XML under the name of a workbook: open it with Excel or WPS and save it as .xlsx',
  },
  tooLarge: {
    zh: '工作簿解压后过大',
    en: 'the workbook is too large when it is unpacked',
  },
  rowTooLarge: {
    zh: '一行的内容过长',
    en: 'a row holds too much text',
  },
  tooManyMerges: {
    zh: '合并单元格过多或互相重叠',
    en: 'the sheet has too many merged cells, or they overlap',
  },
} as const satisfies Record<string, Words>;

export function unreadable(why: keyof typeof UNREADABLE, cause?: unknown): UnreadableWorkbook {
  return new UnreadableWorkbook(UNREADABLE[why], '', cause);
}
