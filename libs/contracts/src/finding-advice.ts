import type { Detail, RejectionCode, WarningCode } from './rejection.ts';

export interface Advice {
  readonly meaning: Detail;
  readonly remedy: Detail;
}

function advice(zh: string, en: string, remedyZh: string, remedyEn: string): Advice {
  return { meaning: { zh, en }, remedy: { zh: remedyZh, en: remedyEn } };
}

/** What each rejection means and what its sender does about it: for manuals and consoles. */
export const REJECTION_ADVICE: Readonly<Record<RejectionCode, Advice>> = {
  'unreadable-record': advice(
    '记录无法解析',
    'the record cannot be read',
    '按所报位置改正语法、引号或分隔符后重新报送',
    'mend syntax, quotes or separators at the place that is named and send it again',
  ),
  'duplicate-field': advice(
    '同一记录中字段重复',
    'a field occurs twice in one record',
    '每个字段只保留一个',
    'keep each field once',
  ),
  'lossy-number': advice(
    '数字已失真（如证号被表格软件改成科学计数法）',
    'a number has lost digits, such as an identifier turned into scientific notation by a spreadsheet',
    '从原系统重新导出，将该列设为文本',
    'export it again from the system with that column as text',
  ),
  'source-schema': advice(
    '字段与约定的结构不符',
    'a field does not follow the agreed layout',
    '对照上文字段表改正类型或取值',
    'compare it with the table of fields above and mend type or value',
  ),
  'missing-required': advice(
    '缺少必填内容',
    'something required is missing',
    '补全所指字段',
    'fill in the field that is named',
  ),
  'bad-date': advice(
    '日期或时间不存在或无法识别',
    'a date or time does not exist or cannot be read',
    '使用上文示例的格式，核对日期是否真实存在',
    'use the form of the example and check that the day exists',
  ),
  'bad-number': advice(
    '数值无法识别',
    'a number cannot be read',
    '去除文字与多余符号',
    'remove words and signs',
  ),
  'bad-code': advice(
    '代码不在代码表中',
    'a code is not in its list',
    '使用字段表所列取值；确有新代码请先告知数据管理员',
    'use a value of the table; tell the data office of a new code first',
  ),
  'bad-identity': advice(
    '证件号、信用代码或车牌的格式不对',
    'an identity number, credit code or plate has a wrong shape',
    '核对原始证件',
    'check it against the document',
  ),
  'bad-text': advice(
    '文字含无法存储的字符',
    'the text holds characters that cannot be stored',
    '检查字符集，去除控制字符',
    'check the charset and remove control characters',
  ),
  'bad-coordinates': advice(
    '坐标无法识别或不在境内',
    'coordinates cannot be read or lie outside the country',
    '核对经纬度次序与坐标系',
    'check the order of longitude and latitude and the reference system',
  ),
  'bad-type': advice(
    '值的类型不对',
    'a value has the wrong type',
    '按字段表的类型发送',
    'send the type of the table',
  ),
  'no-output': advice(
    '记录不符合任何一类输出',
    'the record gives no output',
    '核对用于分类的字段',
    'check the fields that decide what the record is',
  ),
  'key-too-long': advice('主键过长', 'the key is too long', '缩短主键字段', 'shorten the key'),
  'duplicate-output': advice(
    '一条记录中的明细主键重复',
    'two details within a record have the same key',
    '为每条明细给出不同的编号',
    'give each detail a number of its own',
  ),
  'target-schema': advice(
    '转换后的内容不符合共享标准',
    'the converted record does not meet the shared standard',
    '按所报路径改正；如原值无误请联系数据管理员调整映射',
    'mend it at the path that is named; if the value is right, ask the data office to change the mapping',
  ),
  'record-too-large': advice(
    '单条记录过大',
    'the record is too large',
    '附件只传地址与摘要，不传内容',
    'send the address and digest of attachments, not their content',
  ),
};

/** What each warning means. The record is accepted all the same. */
export const WARNING_MEANINGS: Readonly<Record<WarningCode, Detail>> = {
  'uscc-check-digit': { zh: '统一社会信用代码校验位不符', en: 'the check digit of the credit code is wrong' },
  'id-number-check-digit': {
    zh: '身份证号校验位不符',
    en: 'the check digit of the identity number is wrong',
  },
  'organisation-code-check-digit': {
    zh: '组织机构代码校验位不符',
    en: 'the check digit of the organisation code is wrong',
  },
  'masked-identity': { zh: '证件号已脱敏，不能用于关联', en: 'the identity is masked and links nothing' },
  'placeholder-identity': {
    zh: '证件号是占位值，按空处理',
    en: 'the identity is a placeholder and is left out',
  },
  'placeholder-coordinates': {
    zh: '坐标是占位值，按空处理',
    en: 'the coordinates are a placeholder and are left out',
  },
  'implausible-time': { zh: '时间不合常理', en: 'the time is not plausible' },
  'unknown-code-kept': { zh: '代码表中没有的代码，原样保留', en: 'a code that is in no list was kept' },
  'unknown-code-dropped': { zh: '代码表中没有的代码，未采用', en: 'a code that is in no list was left out' },
  'default-code-used': { zh: '未知代码按默认值处理', en: 'an unknown code was taken as the default' },
  'text-repaired': {
    zh: '文字已作修复（全角、乱码等）',
    en: 'the text was repaired (width, double encoding)',
  },
  'secrecy-word': { zh: '文字中出现密级用语，请核对', en: 'the text holds a word of secrecy; check it' },
  'unpaired-list': { zh: '成对列表的项数不等', en: 'paired lists differ in length' },
  'too-few-items': { zh: '项数少于通常要求', en: 'there are fewer items than is usual' },
  'unknown-field': { zh: '字段未在约定结构中', en: 'the field is not in the agreed layout' },
  'derived-suggestion': { zh: '该值由文字推断', en: 'the value was derived from text' },
};
