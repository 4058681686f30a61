import { partText } from './part-text.ts';
import type { SharedTexts } from './shared-texts.ts';
import { TextRuns } from './text-runs.ts';
import { XmlScanner, type XmlVisitor } from './xml-scanner.ts';
import type { ZipEntry, ZipFile } from './zip-file.ts';

/** Goes through the part that holds the texts of a workbook. */
export async function readSharedTexts(zip: ZipFile, entry: ZipEntry, texts: SharedTexts): Promise<void> {
  const scanner = new XmlScanner(new TextsVisitor(texts));
  for await (const piece of partText(zip.bytesOf(entry))) {
    scanner.push(piece);
    await texts.spill(false);
  }
  scanner.finish();
  await texts.spill(true);
}

class TextsVisitor implements XmlVisitor {
  readonly #texts: SharedTexts;
  readonly #runs = new TextRuns();

  constructor(texts: SharedTexts) {
    this.#texts = texts;
  }

  get wantsText(): boolean {
    return this.#runs.wantsText;
  }

  open(name: string): void {
    if (name === 'si') this.#runs.clear();
    else this.#runs.open(name);
  }

  text(text: string): void {
    this.#runs.add(text);
  }

  close(name: string): void {
    if (name === 'si') this.#texts.add(this.#runs.text);
    else this.#runs.close(name);
  }
}
