import { scanPart } from './scan-part.ts';
import { tagsVisitor } from './tags-visitor.ts';
import { unreadable } from './unreadable-workbook.ts';
import { attributeOf } from './xml-scanner.ts';
import type { ZipFile } from './zip-file.ts';

export interface WorkbookPart {
  /** In the order of their tabs. */
  readonly sheets: ReadonlyArray<{
    readonly name: string;
    readonly isHidden: boolean;
    /** Of the relationship that leads to it. */
    readonly id: string;
  }>;
  /** Days are counted from 1904 on. */
  readonly isFrom1904: boolean;
}

const SHEETS_MAX = 10_000;

/** What a workbook says of itself. */
export async function readWorkbookPart(zip: ZipFile, part: string): Promise<WorkbookPart> {
  const entry = zip.entry(part);
  if (!entry) throw unreadable('damaged');
  const sheets: Array<WorkbookPart['sheets'][number]> = [];
  let isFrom1904 = false;
  const visitor = tagsVisitor((name, attributes) => {
    if (name === 'workbookPr') isFrom1904 = isTrue(attributeOf(attributes, 'date1904'));
    if (name !== 'sheet') return;
    const state = attributeOf(attributes, 'state') ?? 'visible';
    sheets.push({
      name: attributeOf(attributes, 'name') ?? '',
      isHidden: state !== 'visible',
      id: attributeOf(attributes, ':id') ?? '',
    });
    if (sheets.length > SHEETS_MAX) throw unreadable('tooLarge');
  });
  await scanPart(zip, entry, visitor);
  return { sheets, isFrom1904 };
}

function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true';
}
