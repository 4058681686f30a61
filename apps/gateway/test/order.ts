/** A work order of the hotline as its system sends it, accepted as it stands; `more` replaces members. */
export function order(no: string, more: object = {}): Record<string, unknown> {
  return {
    工单编号: no,
    来电时间: '2026-11-24 09:00:00',
    诉求类型: '举报',
    诉求分类代码: '050307',
    标题: '花园街一店使用煤气罐',
    诉求内容: '来电人反映店内放置煤气罐。',
    所属镇街: '湖塘镇',
    工单状态: '已派单',
    最后修改时间: '2026-11-24 09:05:00',
    ...more,
  };
}
