import type { Charset } from '../charset.ts';
import { encodeReply } from '../charset.ts';
import { unreadable, type Unreadable } from '../decoded-batch.ts';
import { readSourceText } from '../source-text.ts';
import { formField } from './form-field.ts';
import { xmlText } from './xml-text-at.ts';

/** What some systems put around their records. */
export type Envelope =
  /** A field of an HTML form (`application/x-www-form-urlencoded`) whose value is the document. */
  | { readonly kind: 'form'; readonly field: string }
  /** The text of an XML element, often CDATA, is the document: `/Envelope/Body/receive/data`. */
  | { readonly kind: 'xml-text'; readonly path: string };

/** The document within an envelope, in the charset of the whole. Pure and total; a bare document has no envelope. */
export function unwrap(
  body: Buffer,
  envelope: Envelope,
  charset: Charset,
): { readonly kind: 'document'; readonly document: Buffer } | Unreadable {
  if (envelope.kind === 'form') {
    const document = formField(body, envelope.field);
    return document
      ? { kind: 'document', document }
      : unreadable(
          envelope.field,
          `表单中没有字段 ${envelope.field}，或其编码损坏`,
          `the form has no field ${envelope.field}, or it is badly encoded`,
        );
  }
  const source = readSourceText(body, charset);
  if ('kind' in source) return source;
  const found = xmlText(source.utf8.toString(), envelope.path);
  return typeof found === 'string'
    ? { kind: 'document', document: encodeReply(found, charset) }
    : unreadable(envelope.path, found.zh, found.en);
}
