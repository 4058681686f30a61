import type { Detail, SchemaProblem } from '@exchange/contracts';

/** A schema problem as a sentence that says what to do; `subject` is how the place is called. */
export function problemSentence(problem: SchemaProblem, subject: Detail): Detail {
  const { zh, en } = predicate(problem);
  return { zh: `${subject.zh}${zh}`, en: `${subject.en} ${en}` };
}

const FORMATS: Readonly<Record<string, Detail>> = {
  date: { zh: '日期（YYYY-MM-DD）', en: 'a date (YYYY-MM-DD)' },
  'date-time': { zh: 'RFC 3339 时间', en: 'an RFC 3339 time' },
  time: { zh: '时间', en: 'a time of day' },
  uri: { zh: '网址', en: 'a URI' },
  email: { zh: '电子邮箱', en: 'an e-mail address' },
  uuid: { zh: 'UUID', en: 'a UUID' },
};

const TYPES: Readonly<Record<string, Detail>> = {
  string: { zh: '文本', en: 'text' },
  number: { zh: '数值', en: 'a number' },
  integer: { zh: '整数', en: 'an integer' },
  boolean: { zh: '布尔值', en: 'true or false' },
  array: { zh: '列表', en: 'a list' },
  object: { zh: '对象', en: 'an object' },
  null: { zh: '空值', en: 'null' },
};

function predicate({ keyword, params, message }: SchemaProblem): Detail {
  const limit = String(params['limit'] ?? '');
  switch (keyword) {
    case 'required':
      return { zh: '缺失，须提供', en: 'is missing' };
    case 'type':
      return typeWords(params['type']);
    case 'enum':
      return {
        zh: `不在允许的取值中${allowed(params['allowedValues'])}`,
        en: `is none of the allowed values${allowed(params['allowedValues'])}`,
      };
    case 'const':
      return {
        zh: `只能是 ${JSON.stringify(params['allowedValue'])}`,
        en: `can only be ${JSON.stringify(params['allowedValue'])}`,
      };
    case 'pattern':
      return {
        zh: `格式不符（应匹配 ${String(params['pattern'])}）`,
        en: `does not have the right form (${String(params['pattern'])})`,
      };
    case 'format':
      return formatWords(String(params['format']));
    case 'maxLength':
      return { zh: `超过 ${limit} 个字符`, en: `is longer than ${limit} characters` };
    case 'minLength':
      return { zh: `不足 ${limit} 个字符`, en: `is shorter than ${limit} characters` };
    case 'maximum':
    case 'exclusiveMaximum':
      return {
        zh: `应${keyword === 'maximum' ? '不大于' : '小于'} ${limit}`,
        en: `must be ${keyword === 'maximum' ? 'at most' : 'below'} ${limit}`,
      };
    case 'minimum':
    case 'exclusiveMinimum':
      return {
        zh: `应${keyword === 'minimum' ? '不小于' : '大于'} ${limit}`,
        en: `must be ${keyword === 'minimum' ? 'at least' : 'above'} ${limit}`,
      };
    case 'multipleOf':
      return {
        zh: `应为 ${String(params['multipleOf'])} 的整数倍`,
        en: `must be a multiple of ${String(params['multipleOf'])}`,
      };
    case 'maxItems':
      return { zh: `超过 ${limit} 项`, en: `has more than ${limit} items` };
    case 'minItems':
      return { zh: `不足 ${limit} 项`, en: `has fewer than ${limit} items` };
    case 'uniqueItems':
      return { zh: '有重复的项', en: 'has repeated items' };
    case 'additionalProperties':
    case 'unevaluatedProperties': {
      const name = String(params['additionalProperty'] ?? params['unevaluatedProperty']);
      return { zh: `有不允许的字段 ${name}`, en: `has a property that is not allowed: ${name}` };
    }
    case 'dependentRequired':
      return {
        zh: `缺少相关字段 ${String(params['missingProperty'])}`,
        en: `lacks the related property ${String(params['missingProperty'])}`,
      };
    default:
      return { zh: `不符合要求（${keyword}）`, en: message };
  }
}

function typeWords(type: unknown): Detail {
  const names = (Array.isArray(type) ? type : [type]).map(String);
  const words = names.map((name) => TYPES[name] ?? { zh: name, en: name });
  return {
    zh: `应为${words.map((word) => word.zh).join('或')}`,
    en: `must be ${words.map((word) => word.en).join(' or ')}`,
  };
}

function formatWords(format: string): Detail {
  const words = FORMATS[format] ?? { zh: format, en: format };
  return { zh: `应为${words.zh}`, en: `must be ${words.en}` };
}

/** Short lists are worth naming; the codes of a long one are in the catalogue. */
function allowed(values: unknown): string {
  if (!Array.isArray(values) || values.length > 12) return '';
  return ` (${values.map((value) => JSON.stringify(value)).join(', ')})`;
}
