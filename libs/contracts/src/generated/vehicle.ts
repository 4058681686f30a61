// Generated from schemas/ by scripts/generate-types.ts; do not edit.
import type { DepartmentsCode, JurisdictionsCode, PlateColoursCode, TeamKindsCode, VehicleKindsCode, VehicleStatusesCode } from './codes.ts';
import type { Attachment, Authority, Contact, Measure, Organisation, Party, Place } from './defs.ts';

/**
 * 车船 / Vehicle or vessel
 * 一辆车或一艘船：执法车辆、校车、渣土车、出租汽车、营运车辆、渔船等；不得含乘车学生的任何信息 / One vehicle or vessel: of enforcement, school bus, muck truck, taxi, commercial vehicle, fishing vessel and so on; nothing about pupils who ride in it
 */
export interface VehicleV1 {
  /**
   * 车船编号 / Number of the vehicle or vessel
   * 来源系统自己的编号；号牌、船名另填 / The number that the source itself gives; plate and name have their own fields
   */
  vehicleNo: string;
  /**
   * 类别 / Kind
   */
  kind: VehicleKindsCode;
  /**
   * 车船类型原文 / Type as written
   */
  typeText?: string;
  /**
   * 号牌号码 / Number plate
   * 规范形式：无间隔号、字母大写，如 苏D12345 / Normalised: no separator, upper case, e.g. 苏D12345
   */
  plate?: string;
  /**
   * 号牌颜色 / Colour of the plate
   */
  plateColour?: PlateColoursCode;
  /**
   * 船舶编号 / Vessel number
   * 渔业船舶编码等，不是船名 / e.g. the code of a fishing vessel, not its name
   */
  vesselNo?: string;
  /**
   * 船名 / Name of the vessel
   */
  vesselName?: string;
  /**
   * 船籍港 / Port of registry
   */
  portOfRegistry?: string;
  /**
   * 车辆识别代号 / Vehicle identification number
   */
  frameNo?: string;
  /**
   * 品牌型号 / Make and model
   */
  model?: string;
  /**
   * 车身颜色 / Colour of the body
   */
  bodyColour?: string;
  /**
   * 燃料种类 / Energy
   */
  energy?: string;
  /**
   * 核定载客数 / Seats
   */
  seats?: number;
  /**
   * 技术参数 / Technical data
   * 总质量、核定载质量、主机功率、总吨位等 / Gross mass, load, engine power, tonnage and so on
   *
   * @maxItems 50
   *
   * Items: 测量值 / Measure
   */
  measures?: Measure[];
  /**
   * 所有人或经营者 / Owner or operator
   */
  party?: Party;
  /**
   * 使用单位 / Unit that uses it
   * 执法车船的使用单位 / Of vehicles and vessels of enforcement
   */
  unit?: string;
  /**
   * 所属队伍 / Team
   */
  team?: string;
  /**
   * 队伍类别 / Kind of team
   */
  teamKind?: TeamKindsCode;
  /**
   * 服务学校 / School served
   * 只有学校名称，不含学生、站点与家庭住址 / The school only: no pupils, stops or homes
   */
  school?: Organisation;
  /**
   * 驾驶人 / Drivers
   *
   * @maxItems 20
   *
   * Items: 驾驶人 / Driver
   */
  drivers?: Contact[];
  /**
   * 许可编号 / Licence number
   * 道路运输证、校车使用许可、渣土准运证等 / Road transport certificate, school bus permit, muck transport permit and so on
   */
  licenceNo?: string;
  /**
   * 经营许可证号 / Licence number of the operator
   */
  operatorLicenceNo?: string;
  /**
   * 证书编号 / Certificate number
   * 渔业船舶检验证书、捕捞许可证等 / Survey certificate or fishing permit of a vessel and so on
   */
  certificateNo?: string;
  /**
   * 证件有效期自 / Valid from
   */
  validFrom?: string;
  /**
   * 证件有效期至 / Valid until
   * 长期有效时为 null 且 validIndefinitely 为 true；null 而无 validIndefinitely 表示来源未给出 / null together with validIndefinitely true means open-ended; null without it means that the source does not say
   */
  validUntil?: string | null;
  /**
   * 长期有效 / Valid indefinitely
   * 来源以 2099-12-31 等哨兵日期或“长期”表示时为 true / true when the source says 长期 or uses a sentinel date such as 2099-12-31
   */
  validIndefinitely?: boolean;
  /**
   * 登记日期 / Registered on
   */
  registeredDate?: string;
  /**
   * 检验有效期至 / Roadworthy (seaworthy) until
   */
  inspectionUntil?: string;
  /**
   * 保险有效期至 / Insured until
   */
  insuranceUntil?: string;
  /**
   * 定位终端号 / Terminal number
   */
  terminalNo?: string;
  /**
   * 状态 / Status
   */
  status: VehicleStatusesCode;
  /**
   * 状态变更日期 / Status changed on
   */
  statusChangedDate?: string;
  /**
   * 状态变更原因 / Reason of the status
   */
  statusReason?: string;
  /**
   * 附件 / Attachments
   *
   * @maxItems 200
   *
   * Items: 附件 / Attachment
   */
  attachments?: Attachment[];
  /**
   * 备注 / Remarks
   */
  remarks?: string;
  /**
   * 停放（停泊）地点 / Where it is kept
   * 行政区划意义上的所在地 / Where it is, in terms of administrative divisions
   */
  place?: Place;
  /**
   * 属地 / Jurisdiction
   * 负责的镇、街道或开发区；与事件属性 jurisdiction 一致，不明则不填 / Town, subdistrict or development zone that answers for it; equals the event attribute, left out when unknown
   */
  jurisdiction?: JurisdictionsCode;
  /**
   * 发证机关 / Licensing authority
   * 以自己名义作出行为的机关 / The body that acts in its own name
   */
  authority?: Authority;
  /**
   * 主管部门 / Guiding department
   * 业务主管（指导）部门；与事件属性 department 一致 / The department that guides the matter; equals the event attribute
   */
  department?: DepartmentsCode;
}
