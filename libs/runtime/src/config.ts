import { readFileSync } from 'node:fs';
import { isJsonObject, type Detail, type JsonObject } from '@exchange/contracts';
import { compileValidator } from './validator.ts';

/** Exit code of a process whose configuration is wrong (`EX_CONFIG` of sysexits.h). */
export const EXIT_BAD_CONFIG = 78;

/** One wrong setting, by the name of its environment variable. Never holds the value of a secret. */
export interface ConfigProblem {
  readonly name: string;
  readonly detail: Detail;
}

/** The configuration is wrong; `problems` lists everything that is, so that one restart is enough. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super(`configuration: ${problems.map(({ name, detail }) => `${name} ${detail.en}`).join('; ')}`);
    this.problems = problems;
  }
}

/**
 * Reads the settings of an app from the environment by its JSON Schema: property `httpPort` is `HTTP_PORT`, text is
 * coerced to the property's type, a list is separated by commas, an empty variable counts as unset. A secret
 * (`writeOnly`) may also stand in a file named by `<NAME>_FILE`. Throws `ConfigError`.
 */
export function readConfig<T extends object>(
  schema: JsonObject,
  env: Readonly<Record<string, string | undefined>>,
): Readonly<T> {
  const properties = schema['properties'] as Record<string, JsonObject>;
  const given: Record<string, unknown> = {};
  const problems: ConfigProblem[] = [];
  for (const [property, declared] of Object.entries(properties)) {
    const text = settingText(property, declared, env, problems);
    if (text !== undefined) given[property] = declared['type'] === 'array' ? splitList(text) : text;
  }
  const validated = compileValidator<T>(schema, { coerce: true })(given);
  if (validated.ok && problems.length === 0) return deepFreeze(validated.value);
  for (const { at, detail } of validated.ok ? [] : validated.problems) {
    const name = envName(at.split('/')[1] ?? '');
    if (!problems.some((problem) => problem.name.startsWith(name))) problems.push({ name, detail });
  }
  throw new ConfigError(problems);
}

/** `httpPort` → `HTTP_PORT`, `hmacSm3Key` → `HMAC_SM3_KEY`. */
export function envName(property: string): string {
  return property.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase();
}

/** Runs `read`; a `ConfigError` is printed in both languages to stderr and ends the process with code 78. */
export function exitOnBadConfig<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(configReport(error));
    process.exit(EXIT_BAD_CONFIG);
  }
}

/** What an administrator reads: one line per wrong setting. */
export function configReport(error: ConfigError): string {
  const lines = error.problems.map(({ name, detail }) => `  ${name}: ${detail.zh} / ${detail.en}`);
  return ['配置有误，进程未启动 / Configuration is wrong, the process did not start:', ...lines, ''].join(
    '\n',
  );
}

function settingText(
  property: string,
  declared: JsonObject,
  env: Readonly<Record<string, string | undefined>>,
  problems: ConfigProblem[],
): string | undefined {
  const name = envName(property);
  if (env[name]) return env[name];
  const file = declared['writeOnly'] === true ? env[`${name}_FILE`] : undefined;
  if (!file) return undefined;
  try {
    return readFileSync(file, 'utf8').trimEnd();
  } catch {
    problems.push({
      name: `${name}_FILE`,
      detail: { zh: `无法读取文件 ${file}`, en: `cannot read ${file}` },
    });
    return undefined;
  }
}

function splitList(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function deepFreeze<T>(value: T): T {
  if (Array.isArray(value)) value.forEach(deepFreeze);
  else if (isJsonObject(value)) Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}
