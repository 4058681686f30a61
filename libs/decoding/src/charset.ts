import iconv from 'iconv-lite';

/** What a body's bytes are in. GBK and GB18030 are decoded alike: GB18030 is the superset, and senders mix the names up. */
export type Charset = 'utf-8' | 'gbk' | 'gb18030';

const LABELS: Readonly<Record<string, Charset>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'us-ascii': 'utf-8',
  gbk: 'gbk',
  'x-gbk': 'gbk',
  gb2312: 'gbk',
  cp936: 'gbk',
  gb18030: 'gb18030',
};

/** The charset that a label of a Content-Type header or an XML declaration means; null when it is none of ours. */
export function charsetOf(label: string): Charset | null {
  const name = label.trim().replaceAll('"', '').toLowerCase();
  return Object.hasOwn(LABELS, name) ? (LABELS[name] ?? null) : null;
}

/** A reply in the sender's charset. GBK has no place for rare characters: they become `?` there, GB18030 holds them all. */
export function encodeReply(text: string, charset: Charset): Buffer {
  return charset === 'utf-8' ? Buffer.from(text) : iconv.encode(text, charset);
}
