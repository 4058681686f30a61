import { Buffer } from 'node:buffer';
import iconv from 'iconv-lite';
import { parameters, type MappingFunction } from './mapping-function.ts';

/** Text that was decoded with the wrong charset somewhere on its way, turned back where that is possible without loss. */
export const textRepair: MappingFunction = {
  name: 'text.repair',
  summary: {
    zh: '修复乱码：字节实为 from 编码，却被当作 readAs（默认 latin1）读过；不能无损还原时保持原样',
    en: 'Repairs mojibake: bytes in the charset from that were read as readAs (default latin1); kept as it is where that cannot be undone without loss',
  },
  parameters: parameters(
    { from: { enum: ['gbk', 'gb18030', 'utf-8'] }, readAs: { enum: ['latin1', 'gbk', 'gb18030'] } },
    ['from'],
  ),
  accepts: 'text',
  gives: 'text',
  examples: [
    { input: 'ÄãºÃ', params: { from: 'gbk' }, output: '你好', warning: 'text-repaired' },
    { input: '浣犲ソ', params: { from: 'utf-8', readAs: 'gbk' }, output: '你好', warning: 'text-repaired' },
    { input: '你好', params: { from: 'gbk' }, output: '你好' },
    { input: 'plain', params: { from: 'gbk' }, output: 'plain' },
  ],
  compile: ({ from, readAs }) => {
    const [written, wrong] = [from as string, (readAs as string | undefined) ?? 'latin1'];
    return (text, run) => {
      const repaired = repairText(text, written, wrong);
      if (repaired === text) return text;
      run.warn(
        'text-repaired',
        '该文本是乱码，已按编码还原，请来源系统修正编码',
        'the text was garbled and has been decoded again; please mend the charset in the source system',
      );
      return repaired;
    };
  },
};

function repairText(text: string, written: string, wrong: string): string {
  let isAscii = true;
  for (let index = 0; index < text.length && isAscii; index += 1) isAscii = text.charCodeAt(index) < 0x80;
  if (isAscii) return text;
  const bytes = wrong === 'latin1' ? latinBytes(text) : iconv.encode(text, wrong);
  if (bytes === null || (wrong !== 'latin1' && iconv.decode(bytes, wrong) !== text)) return text;
  const repaired = iconv.decode(bytes, written);
  return repaired.includes('\ufffd') || repaired.includes('\u0000') ? text : repaired;
}

/** null when the text holds characters that neither Latin-1 nor its Windows variant has: it was not read as such. */
function latinBytes(text: string): Buffer | null {
  const bytes = Buffer.alloc(text.length);
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code <= 0xff) bytes[index] = code;
    else {
      const windows = iconv.encode(text[index] as string, 'win1252')[0] as number;
      if (windows === 0x3f) return null;
      bytes[index] = windows;
    }
  }
  return bytes;
}
