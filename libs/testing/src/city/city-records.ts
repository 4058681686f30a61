import type { JsonObject } from '@exchange/contracts';
import type { Story } from './story.ts';

type Changes = Record<string, JsonObject[string]>;

/**
 * How a story shows in each stream, in the stream's own names and notations: what differs from the stream's normal sample.
 * Null: this party has no such record.
 */
export const CITY_RECORDS: Readonly<Record<string, (story: Story) => Changes | null>> = {
  'approval-window/cases': (s) => ({
    PROJID: s.projectId,
    SERVICENAME: s.item,
    PROJECTNAME: `${s.name}申请${s.item}`,
    APPLYNAME: s.name,
    APPLYCARDNUMBER: s.uscc,
    LEGALMAN: s.person,
    CONTACTMAN: s.person,
    CONTACTCARD: s.idNumber,
    TELPHONE: s.phone,
    ADDRESS: `常州市武进区${s.address}`,
    BUSINESSADDR: s.address,
    AREACODE: s.town.code,
    TOWN: s.town.name,
    RECEIVETIME: `${s.dates.approval} 09:12:40`,
    'ACCEPT/ACCEPTTIME': `${s.dates.approval} 10:00:00`,
  }),
  'approval-window/licenses': (s) => ({
    LICENSE_ID: s.licenceId,
    PROJID: s.projectId,
    SERVICENAME: s.item,
    DOC_NO: s.licenceDocument,
    HOLDER_TYPE: s.isCompany ? '02' : '04',
    HOLDER_NAME: s.name,
    HOLDER_USCC: s.uscc,
    LEGAL_PERSON: s.person,
    LEGAL_CERT_NO: s.idNumber,
    LICENSE_NO: s.licenceNo,
    DECIDE_DATE: s.dates.approval,
    VALID_FROM: s.dates.approval,
    TOWN: s.town.name,
    AREACODE: s.town.code,
    ADDRESS: s.address,
    UPDATE_TIME: `${s.dates.approval.replaceAll('-', '')}160500`,
  }),
  'approval-window/certificates': (s) => ({
    CERTID: `1.2.156.3005.2.11320412014345675P.${s.licenceNo}.001.X`,
    CERTNO: s.licenceNo,
    PROJID: s.projectId,
    DOCNO: s.licenceDocument,
    LICENSENO: s.licenceNo,
    HOLDERTYPE: s.isCompany ? '法人' : '个体工商户',
    HOLDER: s.name,
    HOLDERCODE: s.uscc,
    LEGALMAN: s.person,
    PLACE: s.address,
    TOWN: s.town.name,
    ISSUEDATE: s.dates.approval,
    VALIDFROM: s.dates.approval,
  }),
  'hotline-12345/orders': (s) =>
    s.number % 3 === 0
      ? {
          工单编号: s.orderNo,
          来电时间: `${s.dates.inspection} 07:52:10`,
          派单时间: `${s.dates.inspection} 07:58:33`,
          最后修改时间: `${s.dates.inspection} 07:58:33`,
          标题: `反映${s.name}经营场所问题`,
          诉求内容: `来电人反映：${s.address}的${s.name}存在安全问题，要求处理。`,
          事发地址: `武进区${s.address}`,
          所属镇街: s.town.name,
          区划代码: s.town.code,
          被反映单位: s.name,
          被反映单位代码: s.uscc,
          经度: String(s.longitude),
          纬度: String(s.latitude),
        }
      : null,
  'grid-governance/events': (s) =>
    s.number % 3 === 0
      ? {
          event_id: s.gridEventId,
          title: `${s.name}安全隐患`,
          content: `巡查发现${s.address}的${s.name}存在隐患。`,
          happened_at: `${s.dates.inspection} 08:00:00`,
          reported_at: `${s.dates.inspection} 08:15:07`,
          accepted_at: `${s.dates.inspection} 08:30:00`,
          dispatched_at: `${s.dates.inspection} 09:02:00`,
          address: s.address,
          town: s.town.name,
          'related_party.name': s.name,
          'related_party.uscc': s.uscc,
          workorder_no: s.orderNo,
        }
      : null,
  'gas-safety/inspections': (s) =>
    s.number % 2 === 0
      ? {
          inspectId: s.inspectionId,
          docNo: `武住建燃检〔2026〕${s.serial}号`,
          entName: s.name,
          uscc: s.uscc,
          principal: s.person,
          principalPhone: s.phone,
          address: `常州市武进区${s.address}`,
          town: s.town.name,
          divisionCode: s.town.code,
          lng: s.longitude,
          lat: s.latitude,
          beginTime: `${s.dates.inspection} 09:30:00`,
          endTime: `${s.dates.inspection} 10:15:00`,
          relatedOrderNo: s.orderNo,
          relatedEventNo: s.gridEventId,
          caseNo: s.caseNo,
          updateTs: Date.parse(`${s.dates.inspection}T11:00:00+08:00`),
        }
      : null,
  'town-enforcement/cases': (s) =>
    s.number % 2 === 0
      ? {
          anJianId: `HT2026${s.serial}`,
          anJianBianHao: s.caseNo,
          anJianMingCheng: `${s.name}未安装可燃气体报警装置案`,
          laiYuanDanHao: s.gridEventId,
          jianChaBianHao: s.inspectionId,
          ...townParty('dangShiRen.0', s),
          faXianShiJian: `${s.dates.inspection} 09:30:00`,
          anFaDiDian: `武进区${s.address}`,
          suoShuZhenJie: s.town.name,
          quHuaDaiMa: `${s.town.code}000`,
          jingDu: String(s.longitude),
          weiDu: String(s.latitude),
          liAnRiQi: s.dates.filing,
          gengXinShiJian: `${s.dates.filing} 16:20:11`,
        }
      : null,
  'town-enforcement/decisions': (s) =>
    s.number % 2 === 0
      ? {
          jueDingId: `CF2026${s.serial}`,
          jueDingShuWenHao: s.decisionNo,
          anJianId: `HT2026${s.serial}`,
          anJianBianHao: s.caseNo,
          jianChaBianHao: s.inspectionId,
          ...townParty('dangShiRen', s),
          jueDingRiQi: chineseDate(s.dates.decision),
          songDaRiQi: chineseDate(s.dates.decision),
          suoShuZhenJie: s.town.name,
        }
      : null,
  'town-enforcement/documents': (s) =>
    s.number % 2 === 0
      ? {
          wenShuId: `WS2026${s.serial}`,
          anJianId: `HT2026${s.serial}`,
          anJianBianHao: s.caseNo,
          wenHao: s.decisionNo,
          zhiZuoRiQi: s.dates.decision,
          dangShiRenMingCheng: s.name,
          dangShiRenDaiMa: s.uscc,
          songDaShiJian: `${s.dates.decision} 14:30`,
          shouSongDaRen: s.person,
          suoShuZhenJie: s.town.name,
        }
      : null,
  'city-enforcement/cases': (s) =>
    s.number % 4 === 1
      ? {
          AJBH: `CG3204122026${s.serial}`,
          LAWH: `武城管立〔2026〕第${s.serial}号`,
          AJMC: `${s.name}未经批准设置户外广告设施案`,
          JCDH: `CGJC2026${s.serial}`,
          DSRLX: s.isCompany ? '2' : '3',
          DSRMC: s.name,
          TYSHXYDM: s.uscc,
          ZZJGDM: '',
          FDDBR: s.person,
          LXDH: s.phone,
          DSRDZ: `常州市武进区${s.address}`,
          SSZ: s.town.name,
          XZQH: s.town.code,
          FASJ: `${s.dates.inspection} 09:20:00`,
          FADD: s.address,
          LARQ: s.dates.filing,
          GXSJ: `${s.dates.filing} 16:40:12`,
        }
      : null,
  'city-enforcement/decisions': (s) =>
    s.number % 4 === 1
      ? {
          JDXH: `2026${s.serial}00`,
          WSH: `武城管罚决〔2026〕第${s.serial}号`,
          AJBH: `CG3204122026${s.serial}`,
          AJMC: `${s.name}未经批准设置户外广告设施案`,
          DSRLX: s.isCompany ? '2' : '3',
          DSRMC: s.name,
          TYSHXYDM: s.uscc,
          FDDBR: s.person,
          JDRQ: s.dates.decision,
          SDRQ: s.dates.decision,
          SSZ: s.town.name,
          XZQH: s.town.code,
        }
      : null,
  // Layout A; the layouts B and mixed come with the samples.
  'market-enforcement/decisions': (s) =>
    s.number % 4 === 3
      ? {
          CF_ID: `CF2026${s.serial}`,
          AJ_BH: `武市监案〔2026〕${s.serial}号`,
          CF_WSH: `武市监处罚〔2026〕${s.serial}号`,
          CF_CFMC: `${s.name}经营超过保质期食品案`,
          CF_XDR_MC: s.name,
          CF_XDR_SHXYM: s.uscc,
          CF_FR: s.person,
          CF_JDRQ: s.dates.decision.replaceAll('-', '/'),
          SJC: `${s.dates.decision} 09:12:31`,
        }
      : null,
};

function townParty(path: string, s: Story): Changes {
  return {
    [`${path}.leiXing`]: s.isCompany ? '2' : '3',
    [`${path}.mingCheng`]: s.name,
    [`${path}.zhengJianHaoMa`]: s.idNumber,
    [`${path}.tongYiDaiMa`]: s.uscc,
    [`${path}.faDingDaiBiaoRen`]: s.person,
    [`${path}.lianXiDianHua`]: s.phone,
    [`${path}.diZhi`]: `常州市武进区${s.address}`,
  };
}

function chineseDate(date: string): string {
  const [year, month, dayOfMonth] = date.split('-').map(Number);
  return `${year}年${month}月${dayOfMonth}日`;
}
