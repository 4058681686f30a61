import type { XmlVisitor } from './xml-scanner.ts';

/** Looks at start tags only. */
export function tagsVisitor(open: XmlVisitor['open']): XmlVisitor {
  return { wantsText: false, open, text: () => undefined, close: () => undefined };
}
