import { unreadable, type Unreadable } from '../decoded-batch.ts';
import type { SourceText } from '../source-text.ts';

/** A syntax error of the whole body. `offset` is in the UTF-8 text, `element` the place in the list of records. */
export function syntaxError(source: SourceText, offset: number, element?: number): Unreadable {
  const byte = source.bodyOffset(offset);
  const line = lineOf(source, offset);
  const zhElement = element === undefined ? '' : `（第 ${element + 1} 条记录）`;
  const enElement = element === undefined ? '' : ` (record ${element})`;
  return unreadable(
    `byte ${byte}`,
    `JSON 语法错误：第 ${line} 行，第 ${byte} 字节处${zhElement}`,
    `JSON syntax error at line ${line}, byte ${byte}${enElement}`,
  );
}

export function scanError(
  source: SourceText,
  failure: 'too-deep' | 'unterminated',
  offset: number,
): Unreadable {
  const byte = source.bodyOffset(offset);
  if (failure === 'too-deep') {
    return unreadable(
      `byte ${byte}`,
      `从第 ${byte} 字节开始的值嵌套层数过多`,
      `the value that starts at byte ${byte} is nested too deeply`,
    );
  }
  return unreadable(
    `byte ${byte}`,
    `JSON 不完整：从第 ${byte} 字节开始的值没有结束，报文可能被截断`,
    `the JSON is incomplete: the value that starts at byte ${byte} does not end, the body may have been cut off`,
  );
}

function lineOf(source: SourceText, offset: number): number {
  let line = 1;
  for (let at = source.utf8.indexOf(0x0a); at !== -1 && at < offset; at = source.utf8.indexOf(0x0a, at + 1))
    line++;
  return line;
}
