import { DateStyles } from './date-styles.ts';
import { readSharedTexts } from './read-shared-texts.ts';
import { relationshipsOf } from './relationships.ts';
import { scanPart } from './scan-part.ts';
import { SharedTexts } from './shared-texts.ts';
import { unreadable } from './unreadable-workbook.ts';
import { readWorkbookPart } from './workbook-part.ts';
import { ZipFile, type ZipEntry } from './zip-file.ts';

/** A workbook with what must be known before its rows. */
export interface OpenWorkbook {
  readonly zip: ZipFile;
  /** In the order of their tabs. */
  readonly sheets: ReadonlyArray<{
    readonly name: string;
    readonly isHidden: boolean;
    readonly entry: ZipEntry;
  }>;
  readonly styles: DateStyles;
  readonly texts: SharedTexts;
  /** What is added to a number of days. */
  readonly firstDay: number;
  close(): Promise<void>;
}

const DAYS_TO_1904 = 1_462;

/** Throws `UnreadableWorkbook`. `spoolDirectory`: where the texts of a large workbook are kept while it is open. */
export async function openWorkbook(path: string, spoolDirectory: string): Promise<OpenWorkbook> {
  const zip = await ZipFile.open(path);
  const texts = new SharedTexts(spoolDirectory);
  const close = async (): Promise<void> => {
    await texts.close();
    await zip.close();
  };
  try {
    return { ...(await readParts(zip, texts)), zip, texts, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function readParts(
  zip: ZipFile,
  texts: SharedTexts,
): Promise<Pick<OpenWorkbook, 'sheets' | 'styles' | 'firstDay'>> {
  const main = await mainPart(zip);
  const { sheets, isFrom1904 } = await readWorkbookPart(zip, main);
  const relationships = await relationshipsOf(zip, main);
  const partOf = (key: 'id' | 'type', value: string): ZipEntry | undefined =>
    zip.entry(relationships.find((relationship) => relationship[key] === value)?.part ?? '');
  const styles = new DateStyles();
  const [stylePart, textPart] = [partOf('type', 'styles'), partOf('type', 'sharedStrings')];
  if (stylePart) await scanPart(zip, stylePart, styles);
  if (textPart) await readSharedTexts(zip, textPart, texts);
  return {
    sheets: sheets.map(({ name, isHidden, id }) => {
      const entry = partOf('id', id);
      if (!entry) throw unreadable('damaged');
      return { name, isHidden, entry };
    }),
    styles,
    firstDay: isFrom1904 ? DAYS_TO_1904 : 0,
  };
}

/** Name of the part that is the workbook itself. */
async function mainPart(zip: ZipFile): Promise<string> {
  const part = (await relationshipsOf(zip, '')).find(({ type }) => type === 'officeDocument')?.part;
  if (part?.endsWith('.bin')) throw unreadable('binary');
  if (part === undefined && zip.entry('content.xml')) throw unreadable('openDocument');
  if (part === undefined) throw unreadable('damaged');
  return part;
}
