/**
 * Under which names fields come that mean a property: column titles, initials in pinyin, English names. The property's own
 * title and name need not stand here. `party.name`: within the shape `party`.
 */
export const KNOWN_NAMES: Readonly<Record<string, readonly string[]>> = {
  documentNo:
    '决定书文号 文书号 许可决定书文号 行政许可决定书文号 许可决定文书号 决定文号 处罚决定书文号 案件文书号 文号 wsh jdswh wh docNo 许可编号 许可证号 许可证编号 xkzh xkbh'.split(
      ' ',
    ),
  documentName: '文书名称 决定书名称 行政许可决定文书名称 wsmc'.split(' '),
  licenceNo:
    '许可证号 许可证编号 许可编号 证书编号 证照编号 许可证书编号 xkzh xkzbh xkbh zsbh licenseNo permitNo'.split(
      ' ',
    ),
  certificateName: '证书名称 许可证名称 证照名称 zsmc zzmc'.split(' '),
  content: '许可事项内容 许可范围 活动内容 许可内容 xknr nr'.split(' '),
  decisionDate:
    '许可决定日期 决定日期 许可日期 批准日期 发证日期 作出决定日期 处罚日期 处罚决定日期 jdrq xkjdrq xkrq pzrq fzrq issueDate approvedOn'.split(
      ' ',
    ),
  validFrom: '有效期起 有效期始 有效期开始 生效日期 开始日期 活动开始日期 yxqq yxqs startDate'.split(' '),
  validUntil:
    '有效期止 有效期至 有效期限至 截止日期 到期日期 结束日期 活动结束日期 yxqz yxqzz expiryDate validTo endDate'.split(
      ' ',
    ),
  status: '状态 当前状态 许可状态 证书状态 案件状态 办理状态 处理状态 zt state'.split(' '),
  statusChangedDate: '状态日期 状态变更日期 变更日期 注销日期 ztrq'.split(' '),
  statusReason: '状态说明 状态原因 变更原因 注销原因'.split(' '),
  licenceKind: '许可类型 许可类别 xklb'.split(' '),
  itemCode: '事项编码 事项代码 许可事项编码 sxbm'.split(' '),
  itemName: '事项名称 许可事项 许可项目 项目名称 sxmc'.split(' '),
  applicationKind: '申请类型 申请类别 申请种类 业务类型 sqlx sqlb'.split(' '),
  approvalNo: '办件编号 受理编号 受理号 申请编号 业务编号 bjbh slbh'.split(' '),
  previousLicenceNo: '原许可编号 原许可证号 原证号'.split(' '),
  projectName: '项目名称 工程名称 xmmc'.split(' '),
  projectCode: '项目代码 项目编号 xmdm xmbh'.split(' '),
  plate: '车牌号 车牌号码 号牌 号牌号码 车号 cph hphm plateNo'.split(' '),
  caseNo: '案件编号 案号 立案号 ajbh caseNumber'.split(' '),
  caseName: '案件名称 案由 ajmc'.split(' '),
  inspectionNo: '检查编号 检查记录编号 检查单号 jcbh'.split(' '),
  inspectionDate: '检查日期 检查时间 jcrq jcsj'.split(' '),
  certificateNo: '证书编号 证号 资格证号 zsbh'.split(' '),
  workOrderNo: '工单编号 工单号 gdbh'.split(' '),
  eventNo: '事件编号 事件号 sjbh'.split(' '),
  remarks: '备注 说明 bz remark note memo'.split(' '),
  description: '描述 问题描述 情况描述 内容 ms'.split(' '),
  jurisdiction:
    '属地 所属镇 所属街道 所属镇街 所属镇街道 镇街 镇街道 乡镇 乡镇街道 所在镇街 所属乡镇 街道 sszj ssz town township'.split(
      ' ',
    ),
  'party.name':
    '行政相对人 行政相对人名称 相对人名称 当事人 当事人名称 申请人 申请人名称 申请单位 申请单位名称 被许可人 被许可人名称 设置人 主办单位 举办单位 持证人 持证单位 单位名称 企业名称 经营者名称 被检查单位 被检查对象 xdrmc dsr sqr sqrmc sqdw dwmc qymc applicant companyName enterpriseName partyName'.split(
      ' ',
    ),
  'party.kind':
    '相对人类别 相对人类型 行政相对人类别 申请人类型 申请人类别 当事人类型 当事人类别 设置人类别 单位类型 xdrlb xdrlx sqrlx dsrlx applicantType partyType'.split(
      ' ',
    ),
  'party.uscc':
    '统一社会信用代码 社会信用代码 信用代码 统一信用代码 tyshxydm shxydm xydm creditCode uscc usci'.split(
      ' ',
    ),
  'party.idNumber': '身份证号 身份证号码 证件号码 证件号 公民身份号码 sfzh sfzhm zjhm idCard idNo'.split(' '),
  'party.legalRepresentative':
    '法定代表人 法人代表 法人 负责人 法定代表人姓名 法定代表人或负责人 fddbr frdb fr fzr legalPerson'.split(
      ' ',
    ),
  'party.contactName': '联系人 联系人姓名 经办人 lxr contact contactPerson'.split(' '),
  'party.phone':
    '联系电话 电话 联系方式 手机 手机号 手机号码 联系人电话 lxdh dh sjh tel mobile contactPhone'.split(' '),
  'party.address': '住所 住址 注册地址 单位地址 申请人地址 zs zcdz'.split(' '),
  'party.tradingName': '字号 店招 招牌名称 字号名称'.split(' '),
  'authority.name':
    '许可机关 审批机关 审批部门 发证机关 决定机关 处罚机关 检查机关 实施机关 执法单位 xkjg fzjg jdjg cfjg authority authorityName issuingAuthority'.split(
      ' ',
    ),
  'authority.uscc': '许可机关统一社会信用代码 许可机关代码 处罚机关统一社会信用代码 xkjgdm'.split(' '),
  'place.address':
    '地址 地点 详细地址 活动地点 经营地址 经营场所 实施地点 所在地址 检查地点 设置地点 dz dd jydz address location venue'.split(
      ' ',
    ),
  'place.premisesName': '场所名称 公园名称 门店名称 场地名称 csmc'.split(' '),
  'place.divisionCode': '行政区划代码 区划代码 xzqhdm qhdm'.split(' '),
  'place.village': '村社区 所属村 所属社区 社区'.split(' '),
};

/** When a record was last changed in its system, the latest that counts first. */
export const CHANGED_NAMES =
  '更新时间 修改时间 最后修改时间 最后更新时间 变更时间 gxsj xgsj zhxgsj updateTime updatedAt lastModified modifyTime'.split(
    ' ',
  );

/** What is not a difference between two names: width, case, blanks, signs, and what stands in brackets. */
export function plainName(name: string): string {
  return name
    .normalize('NFKC')
    .replaceAll(/\([^)]*\)/g, '')
    .replaceAll(/[\s_\-.:、]/g, '')
    .toLowerCase();
}
