import type { Detail } from '@exchange/contracts';
import type { MissingField } from './disclosure.ts';

/** One column of a 双公示 layout: its code, its name, and whether the layout requires it. */
export interface LayoutField {
  readonly field: string;
  readonly name: Detail;
  readonly isRequired: boolean;
}

function required(field: string, zh: string, en: string): LayoutField {
  return { field, name: { zh, en }, isRequired: true };
}

function optional(field: string, zh: string, en: string): LayoutField {
  return { field, name: { zh, en }, isRequired: false };
}

/**
 * Layout B ("2018 style") of administrative penalties: codes, order and required flags as seen in systems that follow the
 * standard; the official text was not at hand.
 */
export const PENALTY_LAYOUT: readonly LayoutField[] = [
  required('CF_XDR_MC', '行政相对人名称', 'name of the party'),
  required('CF_XDR_LB', '行政相对人类别', 'kind of party'),
  optional('CF_XDR_SHXYM', '统一社会信用代码', 'unified social credit code'),
  optional('CF_XDR_GSZC', '工商注册号', 'business registration number'),
  optional('CF_XDR_ZZJG', '组织机构代码', 'organisation code'),
  optional('CF_XDR_SWDJ', '税务登记号', 'tax registration number'),
  optional('CF_XDR_SYDW', '事业单位证书号', 'public institution certificate number'),
  optional('CF_XDR_SHZZ', '社会组织登记证号', 'social organisation registration number'),
  optional('CF_FRDB', '法定代表人', 'legal representative'),
  optional('CF_FR_ZJLX', '法定代表人证件类型', 'kind of identity document of the legal representative'),
  optional('CF_FR_ZJHM', '法定代表人证件号码', 'identity number of the legal representative'),
  optional('CF_XDR_ZJLX', '自然人证件类型', 'kind of identity document of the person'),
  optional('CF_XDR_ZJHM', '自然人证件号码', 'identity number of the person'),
  required('CF_WSH', '行政处罚决定书文号', 'number of the decision'),
  required('CF_WFXW', '违法行为类型', 'kind of violation'),
  required('CF_SY', '违法事实', 'facts of the violation'),
  required('CF_YJ', '处罚依据', 'basis of the penalty'),
  required('CF_CFLB', '处罚类别', 'kinds of penalty'),
  required('CF_NR', '处罚内容', 'content of the penalty'),
  optional('CF_NR_FK', '罚款金额（万元）', 'fine in 10,000 yuan'),
  optional('CF_NR_WFFF', '没收违法所得、没收非法财物的金额（万元）', 'confiscated amount in 10,000 yuan'),
  optional('CF_NR_ZKDX', '暂扣或吊销证照名称及编号', 'suspended or revoked licence'),
  required('CF_JDRQ', '处罚决定日期', 'date of the decision'),
  required('CF_YXQ', '处罚有效期', 'end of validity'),
  optional('CF_GSJZQ', '公示截止期', 'end of publication'),
  required('CF_CFJG', '处罚机关', 'deciding authority'),
  required('CF_CFJGDM', '处罚机关统一社会信用代码', 'credit code of the deciding authority'),
  required('CF_SJLY', '数据来源单位', 'source of the data'),
  required('CF_SJLYDM', '数据来源单位统一社会信用代码', 'credit code of the source of the data'),
  optional('BZ', '备注', 'remarks'),
];

/** Layout B of administrative licences; note XK_YXQZI, and that the source of data is LYDW here, SJLY there. */
export const LICENCE_LAYOUT: readonly LayoutField[] = [
  required('XK_XDR_MC', '行政相对人名称', 'name of the party'),
  required('XK_XDR_LB', '行政相对人类别', 'kind of party'),
  optional('XK_XDR_SHXYM', '统一社会信用代码', 'unified social credit code'),
  optional('XK_XDR_GSZC', '工商注册号', 'business registration number'),
  optional('XK_XDR_ZZJG', '组织机构代码', 'organisation code'),
  optional('XK_XDR_SWDJ', '税务登记号', 'tax registration number'),
  optional('XK_XDR_SYDW', '事业单位证书号', 'public institution certificate number'),
  optional('XK_XDR_SHZZ', '社会组织登记证号', 'social organisation registration number'),
  optional('XK_FRDB', '法定代表人', 'legal representative'),
  optional('XK_FR_ZJLX', '法定代表人证件类型', 'kind of identity document of the legal representative'),
  optional('XK_FR_ZJHM', '法定代表人证件号码', 'identity number of the legal representative'),
  optional('XK_XDR_ZJLX', '自然人证件类型', 'kind of identity document of the person'),
  optional('XK_XDR_ZJHM', '自然人证件号码', 'identity number of the person'),
  required('XK_XKWS', '行政许可决定文书名称', 'name of the decision'),
  required('XK_WSH', '行政许可决定文书号', 'number of the decision'),
  required('XK_XKLB', '许可类别', 'kind of licence'),
  optional('XK_XKZS', '许可证书名称', 'name of the certificate'),
  optional('XK_XKBH', '许可编号', 'number of the licence'),
  required('XK_NR', '许可内容', 'content of the licence'),
  required('XK_JDRQ', '许可决定日期', 'date of the decision'),
  required('XK_YXQZ', '有效期自', 'valid from'),
  required('XK_YXQZI', '有效期至', 'valid until'),
  required('XK_XKJG', '许可机关', 'deciding authority'),
  required('XK_XKJGDM', '许可机关统一社会信用代码', 'credit code of the deciding authority'),
  required('XK_ZT', '当前状态', 'present state'),
  required('XK_LYDW', '数据来源单位', 'source of the data'),
  required('XK_LYDWDM', '数据来源单位统一社会信用代码', 'credit code of the source of the data'),
  optional('BZ', '备注', 'remarks'),
];

/** Puts values into the order of a layout and says which required ones are missing. */
export function layOut(
  layout: readonly LayoutField[],
  values: Readonly<Record<string, string | null | undefined>>,
): { fields: Record<string, string | null>; missing: MissingField[] } {
  const fields: Record<string, string | null> = {};
  const missing: MissingField[] = [];
  for (const { field, name, isRequired } of layout) {
    const value = values[field];
    fields[field] = value === undefined || value === '' ? null : value;
    if (isRequired && fields[field] === null) missing.push({ field, name });
  }
  return { fields, missing };
}
