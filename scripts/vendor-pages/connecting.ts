import type { Json, JsonObject, StreamPage, SystemPage } from './adapter-files.ts';
import { isSoap } from './push-examples.ts';

/** How a stream of each kind comes into the gateway, in both languages. */
export function connecting(system: SystemPage, stream: StreamPage): string {
  const { source } = stream;
  switch (source.kind) {
    case 'push':
      return pushing(system, stream);
    case 'poll':
      return both(
        `网关按约定的接口规范主动查询：${requestOf(source.poll)}，${scheduleOf(source.schedule).zh}。请提供测试地址、账号与签名密钥，并将网关地址加入白名单。`,
        `The gateway asks the system's interface: ${requestOf(source.poll)}, ${scheduleOf(source.schedule).en}. Give it an address, an account and the signing key, and put the gateway on your list of allowed addresses.`,
      );
    case 'sql':
      return both(
        `网关以只读账号读取数据库对象 \`${text(source.sql?.['table'])}\`（${text(source.sql?.['dialect'])}），${scheduleOf(source.schedule).zh}。请建立只读账号并仅授予该对象的查询权限。`,
        `The gateway reads \`${text(source.sql?.['table'])}\` (${text(source.sql?.['dialect'])}) with a read-only account, ${scheduleOf(source.schedule).en}. Make an account that may select from this object only.`,
      );
    case 'file':
      return dropping(source);
    case 'queue':
      return both(
        `向消息服务发布，每条消息一份 JSON：${queueOf(source.queue)}。网关可靠保存后才确认消息。`,
        `Publish to the message broker, one JSON document in each message: ${queueOf(source.queue)}. The gateway acknowledges a message when it is stored durably.`,
      );
    default:
      return source.kind satisfies never;
  }
}

const PLACES = {
  folder: { zh: '约定的本地目录', en: 'the agreed local folder' },
  sftp: { zh: '约定的 SFTP 目录', en: 'the agreed folder on the SFTP server' },
  either: { zh: '约定的目录（本地或 SFTP）', en: 'the agreed folder (local or SFTP)' },
} as const;

function dropping({ file = {}, format, charset }: StreamPage['source']): string {
  const place = PLACES[(file['delivery'] as keyof typeof PLACES | undefined) ?? 'either'];
  const below = typeof file['subfolder'] === 'string' ? ` \`${file['subfolder']}\`` : '';
  const names = ((file['patterns'] ?? []) as string[]).map((pattern) => `\`${pattern}\``);
  const ready = readyOf((file['ready'] ?? {}) as { kind?: string; suffix?: string; seconds?: number });
  return both(
    `将文件放入${place.zh}${below}，文件名 ${names.join('、')}：格式 ${format}，字符集 ${charset}。${ready.zh}；处理后的文件移入归档目录。`,
    `Put files named ${names.join(', ')} into${below === '' ? '' : `${below} below`} ${place.en}: format ${format}, charset ${charset}. ${ready.en}; processed files move to the archive.`,
  );
}

function readyOf({ kind, suffix, seconds }: { kind?: string; suffix?: string; seconds?: number }): {
  zh: string;
  en: string;
} {
  if (kind === 'marker')
    return {
      zh: `写完后再放一个同名的 \`${suffix}\` 文件`,
      en: `When one is complete, put a file of the same name with \`${suffix}\` beside it`,
    };
  if (kind === 'stable')
    return {
      zh: `${seconds} 秒内大小和时间不再变化，即视为写完`,
      en: `One whose size and time have not changed for ${seconds} s is complete`,
    };
  return {
    zh: '先以 `.tmp` 结尾的名字写入，写完后改名',
    en: 'Write it under a name that ends in `.tmp` and rename it when it is complete',
  };
}

function pushing(system: SystemPage, stream: StreamPage): string {
  const { source } = stream;
  if (isSoap(stream)) {
    const wsdl = `/v1/systems/${system.id}/soap?wsdl`;
    return both(
      `以 SOAP 1.1 或 1.2 调用，WSDL 在 \`${wsdl}\`；请求头带 \`Authorization: Bearer <密钥>\`。未能处理的请求一律以同一版本的 SOAP Fault 答复，detail/problem 中有代码、状态、中英文说明和 traceId；HTTP 503 表示按 retryAfterSeconds 稍后原样重试。`,
      `Call it by SOAP 1.1 or 1.2; the WSDL is at \`${wsdl}\`. Send the header \`Authorization: Bearer <key>\`. Whatever cannot be done is answered with a SOAP fault of the same version; its detail/problem has code, status, words in both languages and the traceId. HTTP 503: repeat it as it is after retryAfterSeconds.`,
    );
  }
  const within = source.envelope?.kind === 'form' ? source.envelope.field : null;
  const place = source.records === undefined ? '' : `，记录位于 \`${source.records}\``;
  const placeEn = source.records === undefined ? '' : `, the records are at \`${source.records}\``;
  const form = within === null || within === undefined ? '' : `表单字段 \`${within}\` 中的 `;
  const formEn = within === null || within === undefined ? '' : ` in the form field \`${within}\``;
  return both(
    `系统主动推送：${form}${source.format}，字符集 ${source.charset}${place}。密钥由数据管理员发放；先用 \`?dryRun=true\` 试推。`,
    `The system pushes ${source.format}${formEn} in ${source.charset}${placeEn}. The data office issues the key; try it with \`?dryRun=true\` first.`,
  );
}

function both(zh: string, en: string): string {
  return `${zh}\n\n${en}`;
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}

function requestOf(poll: JsonObject | undefined): string {
  const { method, path } = (poll?.['request'] ?? {}) as { method?: string; path?: string };
  return `\`${method ?? ''} ${path ?? ''}\``;
}

function queueOf(queue: JsonObject | undefined): string {
  return Object.entries(queue ?? {})
    .filter(([, value]) => typeof value === 'string')
    .map(([name, value]) => `${name} \`${value as string}\``)
    .join(', ');
}

function scheduleOf(schedule: StreamPage['source']['schedule']): { zh: string; en: string } {
  if (schedule?.cron !== undefined)
    return { zh: `按 \`${schedule.cron}\`（cron）执行`, en: `at \`${schedule.cron}\` (cron)` };
  const seconds = schedule?.everySeconds ?? 1;
  return { zh: `每 ${seconds} 秒一次`, en: `every ${seconds} s` };
}
