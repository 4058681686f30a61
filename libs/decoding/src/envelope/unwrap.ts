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

export interface Unwrapped {
  readonly kind: 'document';
  readonly document: Buffer;
  /** All the text that is not the document: it is kept nowhere, but the secrecy gate looks at it. */
  readonly around: string;
}

/** The document within an envelope, in the charset of the whole. Pure and total; a bare document has no envelope. */
export function unwrap(body: Buffer, envelope: Envelope, charset: Charset): Unwrapped | Unreadable {
  if (envelope.kind === 'form') {
    const form = formField(body, envelope.field);
    return form
      ? {
          kind: 'document',
          document: form.value,
          around: new TextDecoder(charset === 'utf-8' ? 'utf-8' : 'gb18030').decode(form.others),
        }
      : unreadable(
          envelope.field,
          `表单中没有字段 ${envelope.field}，或其编码损坏`,
          `the form has no field ${envelope.field}, or it is badly encoded`,
        );
  }
  const source = readSourceText(body, charset);
  if ('kind' in source) return source;
  const found = xmlText(source.utf8.toString(), envelope.path);
  return 'text' in found
    ? { kind: 'document', document: encodeReply(found.text, charset), around: found.around }
    : unreadable(envelope.path, found.zh, found.en);
}
