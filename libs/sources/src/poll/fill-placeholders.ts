import { SourceError } from '../source-error.ts';

const PLACEHOLDER = /\{([A-Za-z][\w.]*)\}/gu;

/** A text with its placeholders filled in. One without a value is a mistake in the settings or a gap in the connection. */
export function fillPlaceholders(text: string, values: ReadonlyMap<string, string>): string {
  return text.replaceAll(PLACEHOLDER, (_, name: string) => {
    const value = values.get(name);
    if (value !== undefined) return value;
    throw new SourceError('settings', {
      zh: `请求中的占位符 {${name}} 没有值，请检查接口设置与连接参数`,
      en: `the placeholder {${name}} of the request has no value: check the settings and the connection`,
    });
  });
}

export function hasPlaceholder(text: string, name: string): boolean {
  return text.includes(`{${name}}`);
}
