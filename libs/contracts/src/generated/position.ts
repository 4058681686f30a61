// Generated from schemas/ by scripts/generate-types.ts; do not edit.
import type { CoordinateSystemsCode, DepartmentsCode, JurisdictionsCode, PlateColoursCode, VehicleKindsCode } from './codes.ts';
import type { Place, Point } from './defs.ts';

/**
 * 定位 / Position
 * 一个车船终端的最新位置；不得含驾驶人、乘客、学生的任何信息 / The latest position of a terminal on a vehicle or vessel; nothing about drivers, passengers or pupils
 */
export interface PositionV1 {
  /**
   * 定位对象编号 / Number of what is located
   * 来源的车船编号或终端号，同一对象的后一位置取代前一位置；号牌另填 / Number of the vehicle, vessel or terminal in the source; a later position takes the place of the one before; the plate has its own field
   */
  carrierNo: string;
  /**
   * 定位对象类别 / Kind of what is located
   */
  carrierKind: VehicleKindsCode;
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
   * 定位终端号 / Terminal number
   */
  terminalNo?: string;
  /**
   * 定位时间 / Located at
   */
  positionTime: string;
  /**
   * 位置 / Position
   */
  point: Point;
  /**
   * 来源坐标系 / Coordinate system of the source
   * 来源给出的坐标系，位置已换算为 CGCS2000 / What the source sent; the position is already converted to CGCS2000
   */
  coordinateSystem?: CoordinateSystemsCode;
  /**
   * 定位有效 / Fix is valid
   * 卫星定位有效；false 为末次有效位置 / The satellite fix holds; false means the last valid position
   */
  fixed?: boolean;
  /**
   * 速度 / Speed
   */
  speed?: number;
  /**
   * 航向 / Heading
   * 正北为 0，顺时针 / Clockwise from north
   */
  heading?: number;
  /**
   * 高程 / Altitude
   */
  altitude?: number;
  /**
   * 里程 / Mileage
   */
  mileage?: number;
  /**
   * 点火 / Engine on
   */
  engineOn?: boolean;
  /**
   * 载客（载货） / Loaded
   * 空车、重车；不含载客明细 / Empty or not; nothing about who or what
   */
  loaded?: boolean;
  /**
   * 箱盖密闭 / Cover closed
   * 渣土车 / Muck trucks
   */
  covered?: boolean;
  /**
   * 终端报警 / Alarms of the terminal
   *
   * @maxItems 32
   *
   * Items: 报警 / Alarm
   */
  alarms?: string[];
  /**
   * 经营单位 / Operator
   */
  operatorName?: string;
  /**
   * 所在地 / Place
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
