import { networkStep } from '../../connecting/network-step.ts';
import type { ConnectionStep } from '../../port.ts';
import { SourceError } from '../../source-error.ts';
import type { Dialect } from '../dialects/dialect.ts';
import type { SqlDialect } from '../sql-settings.ts';

type Step =
  Exclude<ConnectionStep, 'dns' | 'tcp' | 'settings' | 'cursor-refused'> | 'timeout' | 'busy' | 'gone';

const WORDS: Readonly<Record<Step, { readonly zh: string; readonly en: string }>> = {
  tls: {
    zh: 'TLS 握手失败，或服务器不支持加密连接，请检查证书与 TLS 设置',
    en: 'the TLS handshake failed or the server offers no TLS: check the certificate and the TLS setting',
  },
  credentials: {
    zh: '用户名或密码错误，或账号被锁定、过期',
    en: 'wrong user or password, or the account is locked',
  },
  permission: {
    zh: '账号没有所需权限，请授予该表（视图）的 SELECT 权限',
    en: 'the account may not do this: grant SELECT on the table or view',
  },
  'missing-object': {
    zh: '数据库、模式、表或字段不存在（或账号看不到），请与适配器设置核对',
    en: 'the database, schema, table or column does not exist, or the account cannot see it: compare with the settings',
  },
  protocol: { zh: '数据库没有按约定应答', en: 'the database did not answer as agreed' },
  timeout: {
    zh: '查询超过时限被中止，请检查索引或减小每页行数',
    en: 'the query took too long and was stopped: check the indexes or read smaller pages',
  },
  busy: { zh: '数据库连接数已满，稍后重试', en: 'the database takes no more connections at present' },
  gone: { zh: '数据库连接中断', en: 'the connection to the database was lost' },
};

/**
 * Error codes by product: SQLSTATE, MySQL's and SQL Server's numbers, Oracle's ORA numbers, 达梦's negative numbers. Those of SQL
 * Server, Oracle and 达梦 are from their documentation; no real server was tried.
 */
const POSTGRES: readonly (readonly [RegExp, Step])[] = [
  [/^28/u, 'credentials'],
  [/^42501$/u, 'permission'],
  [/^(?:3D000|3F000|42P01|42703)$/u, 'missing-object'],
  [/^(?:57014|55P03)$/u, 'timeout'],
  [/^53/u, 'busy'],
  [/^(?:08|57P)/u, 'gone'],
];
const CODES: Readonly<Record<SqlDialect, readonly (readonly [RegExp, Step])[]>> = {
  postgres: POSTGRES,
  kingbase: POSTGRES,
  mysql: [
    [/^(?:1045|1698|1862|4151)$/u, 'credentials'],
    [/^(?:1044|1142|1143|1227|1370)$/u, 'permission'],
    [/^(?:1049|1146|1054)$/u, 'missing-object'],
    [/^(?:1969|3024|1205)$/u, 'timeout'],
    [/^(?:1040|1203|1226)$/u, 'busy'],
    [/^(?:1053|1077|1079|1927|2006|2013|PROTOCOL_CONNECTION_LOST)$/u, 'gone'],
    [/^(?:HANDSHAKE_.*|3159)$/u, 'tls'],
  ],
  sqlserver: [
    [/^(?:18456|18487|18488|18452|18486)$/u, 'credentials'],
    [/^(?:229|230|262|300)$/u, 'permission'],
    [/^(?:208|207|4060|2812)$/u, 'missing-object'],
    [/^(?:ETIMEOUT|1222)$/u, 'timeout'],
    [/^(?:10928|10929|17809)$/u, 'busy'],
    [/^(?:ESOCKET|ECONNCLOSED|ENOTOPEN)$/u, 'gone'],
  ],
  oracle: [
    [/^(?:1017|28000|28001|1005)$/u, 'credentials'],
    [/^(?:1031|1045)$/u, 'permission'],
    [/^(?:942|904|12505|12514|1435)$/u, 'missing-object'],
    [/^(?:1013|3136|NJS-123)$/u, 'timeout'],
    [/^(?:18|20|12516|12519|12520)$/u, 'busy'],
    [/^(?:3113|3114|3135|12537|12541|12170|NJS-5\d\d)$/u, 'gone'],
  ],
  dm: [
    [/^-(?:2501|2507|2508|2510)$/u, 'credentials'],
    [/^-(?:5501|5502|5503|5504|5516)$/u, 'permission'],
    [/^-(?:2103|2106|2111)$/u, 'missing-object'],
    [/^-(?:6001|6002|6010|70028)$/u, 'gone'],
  ],
};

/**
 * What a driver's error means. Only its code goes on: its message and the statement's parameters may quote a record, so the
 * error itself is not kept as the cause.
 */
export function sqlFailure(error: unknown, dialect: Dialect): SourceError {
  if (error instanceof SourceError) return error;
  const codes = codesOf(error);
  const step = stepOf(codes, dialect.name) ?? (mentionsTls(error) ? 'tls' : undefined);
  if (step === undefined) {
    const network = networkStep(error);
    if (network.failed !== 'protocol') return withCode(network.failed, network.zh, network.message, codes[0]);
    const isClosed = error instanceof Error && /closed|terminated|ended|lost|timeout/iu.test(error.message);
    return failure(isClosed ? 'gone' : 'protocol', codes[0], dialect);
  }
  return failure(step, codes[0], dialect);
}

export function timedOut(dialect: Dialect): SourceError {
  return failure('timeout', undefined, dialect);
}

export function connectionGone(dialect: Dialect): SourceError {
  return failure('gone', undefined, dialect);
}

function failure(step: Step, code: string | undefined, dialect: Dialect): SourceError {
  const { zh, en } = WORDS[step];
  const failed = step === 'timeout' || step === 'busy' ? 'protocol' : step === 'gone' ? 'tcp' : step;
  return withCode(failed, `${dialect.product}：${zh}`, `${dialect.product}: ${en}`, code);
}

function withCode(failed: ConnectionStep, zh: string, en: string, code: string | undefined): SourceError {
  return new SourceError(failed, {
    zh: code === undefined ? zh : `${zh}（${code}）`,
    en: code === undefined ? en : `${en} (${code})`,
  });
}

function stepOf(codes: readonly string[], dialect: SqlDialect): Step | undefined {
  for (const code of codes) for (const [pattern, step] of CODES[dialect]) if (pattern.test(code)) return step;
  return undefined;
}

function mentionsTls(error: unknown): boolean {
  return error instanceof Error && /\b(?:SSL|TLS|certificate)\b/u.test(error.message);
}

/** Numbers and names of an error and of the driver's error within it. */
function codesOf(error: unknown, depth = 0): string[] {
  if (typeof error !== 'object' || error === null || depth > 3) return [];
  const { errno, errCode, errorNum, number, code, driverError, originalError } = error as Record<
    string,
    unknown
  >;
  const own = [errorNum, errCode, number, typeof errno === 'number' && errno > 0 ? errno : undefined, code];
  return [
    ...own.filter((value) => typeof value === 'string' || typeof value === 'number').map(String),
    ...codesOf(driverError, depth + 1),
    ...codesOf(originalError, depth + 1),
  ];
}
