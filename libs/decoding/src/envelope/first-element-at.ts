import type { Charset } from '../charset.ts';
import { readSourceText } from '../source-text.ts';
import { localName } from '../xml/read-element.ts';
import { XmlReader } from '../xml/xml-reader.ts';

/** Local name of the first element below a path such as `/Envelope/Body`; null where there is none before the XML breaks. */
export function firstElementAt(body: Buffer, charset: Charset, path: string): string | null {
  const source = readSourceText(body, charset);
  if ('kind' in source) return null;
  const reader = new XmlReader(source.utf8.toString());
  const segments = path.split('/').filter((segment) => segment !== '');
  const open: string[] = [];
  for (;;) {
    const token = reader.next();
    if (token === 'end' || token === 'failure') return null;
    if (token === 'close') open.pop();
    if (token !== 'open') continue;
    const name = localName(reader.name);
    if (open.length === segments.length && open.every((part, place) => part === segments[place])) return name;
    if (!reader.selfClosing) open.push(name);
  }
}
