import type { Detail } from '@exchange/contracts';
import { localName, notEnded, wrongEnd } from '../xml/read-element.ts';
import { XmlReader } from '../xml/xml-reader.ts';

/**
 * The text of the first element at a path such as `/Envelope/Body/receive/data`, and what stands around it; prefixes in the
 * document are ignored. The whole document must be sound: of a body that was cut off nothing is taken.
 */
export function xmlText(document: string, path: string): { text: string; around: string } | Detail {
  const reader = new XmlReader(document);
  const segments = path.split('/').filter((segment) => segment !== '');
  const open: string[] = [];
  const isAt = (): boolean =>
    open.length === segments.length && open.every((name, place) => localName(name) === segments[place]);
  let text = '';
  /** In UTF-16 units: where the element's start tag ends and its end tag begins. */
  let [from, to] = [0, 0];
  let state: 'before' | 'within' | 'behind' = 'before';
  for (;;) {
    const token = reader.next();
    if (token === 'failure') return reader.failure;
    if (reader.problem) return reader.problem;
    if (token === 'end') break;
    if (token === 'text') {
      if (state === 'within') text += reader.text;
    } else if (token === 'open') {
      if (state === 'within')
        return { zh: `元素 ${path} 中应只有文字`, en: `the element ${path} must hold text only` };
      open.push(reader.name);
      if (state === 'before' && isAt()) {
        state = reader.selfClosing ? 'behind' : 'within';
        from = reader.end;
        to = reader.end;
      }
      if (reader.selfClosing) open.pop();
    } else {
      if (state === 'within') {
        state = 'behind';
        to = reader.start;
      }
      const name = open.pop();
      if (name !== reader.name) return wrongEnd(name ?? '', reader.name);
    }
  }
  const unended = open.at(-1);
  if (unended !== undefined) return notEnded(unended);
  if (state === 'behind') return { text, around: document.slice(0, from) + document.slice(to) };
  return { zh: `报文中没有元素 ${path}`, en: `the body has no element ${path}` };
}
