import { parseArgs } from 'node:util';
import { type Bilingual, type SourceCharset, type SourceFormat, type SourceKind } from '@exchange/catalog';

export type TextFormat = Exclude<SourceFormat, 'xlsx'>;

export interface ScaffoldOptions {
  /** Folder that holds `adapters/` and `schemas/`. */
  readonly root: string;
  readonly system: string;
  /** Of a system that is new; so is the department. */
  readonly name?: Bilingual;
  readonly department?: string;
  readonly stream: string;
  readonly streamName: Bilingual;
  readonly subject: string;
  /** File of the system with some of its records. */
  readonly sample: string;
  readonly kind: SourceKind;
  /** Of the sample; found out when they are not given. */
  readonly format?: TextFormat;
  readonly charset?: SourceCharset;
  readonly records?: string;
  /** Column or field that identifies a record. */
  readonly key?: string;
}

/** What was asked for cannot be done as it was asked. */
export class RefusedRequest extends Error {}

export const USAGE = `用法 / Usage: npm run scaffold -- --system parks --name 公园管理系统 --name-en "Park management"
    --department urban-management --stream permits --stream-name 公园活动许可 --stream-name-en "Park event permits"
    --subject license-decision --sample path/to/file.csv
    [--kind push|file|sql|poll|queue] [--format csv|json|ndjson|xml] [--charset utf-8|gbk|gb18030]
    [--records /path] [--key 许可编号]
  给已有系统增加数据流时不需要 --name、--department / for another stream of a system without --name and --department`;

const KINDS: readonly SourceKind[] = ['push', 'file', 'sql', 'poll', 'queue'];
const FORMATS: readonly TextFormat[] = ['csv', 'json', 'ndjson', 'xml'];
const CHARSETS: readonly SourceCharset[] = ['utf-8', 'gbk', 'gb18030'];

/** Reads the command line. Throws `RefusedRequest`, or what `parseArgs` throws. */
export function readOptions(args: string[], root: string): ScaffoldOptions {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: {
      system: text,
      name: text,
      'name-en': text,
      department: text,
      stream: text,
      'stream-name': text,
      'stream-name-en': text,
      subject: text,
      sample: text,
      kind: text,
      format: text,
      charset: text,
      records: text,
      key: text,
    },
  });
  const { system, stream, subject, sample, name, department, records, key } = values;
  if (!system || !stream || !subject || !sample) throw new RefusedRequest(USAGE);
  const format = oneOf('--format', FORMATS, values.format);
  const charset = oneOf('--charset', CHARSETS, values.charset);
  return {
    root,
    system: idOf('--system', system),
    stream: idOf('--stream', stream),
    subject,
    sample,
    streamName: { zh: values['stream-name'] ?? stream, en: values['stream-name-en'] ?? stream },
    kind: oneOf('--kind', KINDS, values.kind) ?? 'push',
    ...(name ? { name: { zh: name, en: values['name-en'] ?? name } } : {}),
    ...(department ? { department } : {}),
    ...(format ? { format } : {}),
    ...(charset ? { charset } : {}),
    ...(records ? { records } : {}),
    ...(key ? { key } : {}),
  };
}

function oneOf<T extends string>(option: string, known: readonly T[], given?: string): T | undefined {
  const found = known.find((value) => value === given);
  if (given !== undefined && !found)
    throw new RefusedRequest(`${option} ${given}：应为 / is one of: ${known.join(', ')}`);
  return found;
}

/** Ids become folders: nothing else may be written to. */
function idOf(option: string, given: string): string {
  if (/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(given) && given.length <= 40) return given;
  throw new RefusedRequest(
    `${option} ${given}：应为小写字母、数字和连字符 / is lower case letters, digits and hyphens`,
  );
}
