// Generated from schemas/ by scripts/generate-types.ts; do not edit.
import type { DepartmentsCode, GridHostsCode, GridKindsCode, GridLevelsCode, GridStatusesCode, JurisdictionsCode } from './codes.ts';
import type { Contact, Place, Point } from './defs.ts';

/**
 * 网格 / Grid
 * 基础网格或专属网格及其人员 / A basic or dedicated grid and its staff
 */
export interface GridV1 {
  /**
   * 网格编码 / Grid code
   */
  gridCode: string;
  /**
   * 网格名称 / Name
   */
  name: string;
  /**
   * 网格类型 / Kind
   */
  kind: GridKindsCode;
  /**
   * 专属网格依托 / Host of a dedicated grid
   */
  host?: GridHostsCode;
  /**
   * 依托单位名称 / Name of the host
   */
  hostName?: string;
  /**
   * 上级网格编码 / Code of the grid above
   */
  parentGridCode?: string;
  /**
   * 网格层级 / Level
   */
  level?: GridLevelsCode;
  /**
   * 状态 / Status
   */
  status: GridStatusesCode;
  /**
   * 网格长 / Grid lead
   */
  gridLead?: Contact;
  /**
   * 网格员 / Grid workers
   *
   * @maxItems 50
   *
   * Items: 网格员 / Grid worker
   */
  gridWorkers?: Contact[];
  /**
   * 警格民警 / Police contact
   * 三网融合中对应的警格 / The police grid that goes with it
   */
  policeContact?: Contact;
  /**
   * 对口执法队伍 / Enforcement team
   */
  enforcementTeam?: string;
  /**
   * 党组织 / Party organisation
   */
  partyOrganisation?: string;
  /**
   * 面积 / Area
   */
  areaSquareMetres?: string;
  /**
   * 户数 / Households
   */
  households?: number;
  /**
   * 人口 / Population
   */
  population?: number;
  /**
   * 企业数 / Enterprises
   */
  enterprises?: number;
  /**
   * 商铺数 / Shops
   */
  shops?: number;
  /**
   * 边界 / Boundary
   * 外环界址点，CGCS2000，首尾不重复 / Outer ring in CGCS2000, first point not repeated
   *
   * @minItems 3
   * @maxItems 2000
   *
   * Items: 界址点 / Point
   */
  boundary?: Point[];
  /**
   * 四至 / Boundary in words
   */
  boundaryText?: string;
  /**
   * 启用日期 / In force from
   */
  validFrom?: string;
  /**
   * 启用至 / In force until
   * 长期有效时为 null 且 validIndefinitely 为 true；null 而无 validIndefinitely 表示来源未给出 / null together with validIndefinitely true means open-ended; null without it means that the source does not say
   */
  validUntil: string | null;
  /**
   * 长期有效 / Valid indefinitely
   * 来源以 2099-12-31 等哨兵日期或“长期”表示时为 true / true when the source says 长期 or uses a sentinel date such as 2099-12-31
   */
  validIndefinitely?: boolean;
  /**
   * 替代网格编码 / Replaced by
   */
  replacedByGridCode?: string;
  /**
   * 备注 / Remarks
   */
  remarks?: string;
  /**
   * 网格所在地 / Place of the grid
   * 行政区划意义上的所在地 / Where it is, in terms of administrative divisions
   */
  place?: Place;
  /**
   * 属地 / Jurisdiction
   * 负责的镇、街道或开发区；与事件属性 jurisdiction 一致，不明则不填 / Town, subdistrict or development zone that answers for it; equals the event attribute, left out when unknown
   */
  jurisdiction?: JurisdictionsCode;
  /**
   * 主管部门 / Guiding department
   * 业务主管（指导）部门；与事件属性 department 一致 / The department that guides the matter; equals the event attribute
   */
  department?: DepartmentsCode;
}
