// Generated from schemas/ by scripts/generate-types.ts; do not edit.
import type { DepartmentsCode, JurisdictionsCode, RecordingKindsCode, RecordingPurposesCode } from './codes.ts';
import type { Attachment, Authority, EvidenceReview, Measure, Officer, Party, Place } from './defs.ts';

/**
 * 执法音像记录 / Enforcement recording
 * 执法全过程记录，或非现场执法的监控证据；两者依据不同 / A recording of the process of enforcement (art. 47), or monitoring evidence of off-site enforcement (art. 41); they rest on different rules
 */
export interface EnforcementRecordingV1 {
  /**
   * 记录编号 / Recording number
   */
  recordingNo: string;
  /**
   * 记录类型 / Kind
   */
  kind: RecordingKindsCode;
  /**
   * 用途 / Purpose
   * 全过程记录或监控证据 / Record of the process, or monitoring evidence
   */
  purpose?: RecordingPurposesCode;
  /**
   * 案件编号 / Case number
   * 所属案件 / The case it belongs to
   */
  caseNo?: string;
  /**
   * 案件编号（匹配形式） / Case number (for matching)
   * 案件编号的匹配形式：括号统一为〔〕、去空格；仅用于关联，原文见前一字段 / Case number in the form used for matching only (brackets unified to 〔〕, no blanks); the original is kept beside it
   */
  caseNoNormalised?: string;
  /**
   * 检查行为编号 / Inspection number
   * 引出本记录的行政检查 / The inspection that this record came from
   */
  inspectionNo?: string;
  /**
   * 强制行为编号 / Coercion number
   */
  coercionNo?: string;
  /**
   * 线索编号 / Lead number
   */
  leadNo?: string;
  /**
   * 相关文书号 / Related document number
   * 按原文保留，括号不改 / Kept as written, brackets unchanged
   */
  documentNo?: string;
  /**
   * 相关文书号（匹配形式） / Related document number (for matching)
   * 相关文书号的匹配形式：括号统一为〔〕、去空格；仅用于关联，原文见前一字段 / Related document number in the form used for matching only (brackets unified to 〔〕, no blanks); the original is kept beside it
   */
  documentNoNormalised?: string;
  /**
   * 记录环节 / Recorded step
   */
  recordedStep?: string;
  /**
   * 当事人 / Party
   */
  party?: Party;
  /**
   * 开始时间 / Started at
   */
  startTime: string;
  /**
   * 结束时间 / Ended at
   */
  endTime?: string;
  /**
   * 时长 / Duration
   */
  durationSeconds?: number;
  /**
   * 设备编号 / Device number
   */
  deviceNo?: string;
  /**
   * 设备名称 / Device
   */
  deviceName?: string;
  /**
   * 设备检定有效 / Device verified
   * 计量检定在有效期内 / Metrological verification is in force
   */
  deviceVerified?: boolean;
  /**
   * 执法人员 / Officers
   *
   * @minItems 1
   * @maxItems 20
   *
   * Items: 执法人员 / Officer
   */
  officers?: Officer[];
  /**
   * 号牌号码 / Number plate
   * 规范形式：无间隔号、字母大写，如 苏D12345 / Normalised: no separator, upper case, e.g. 苏D12345
   */
  plate?: string;
  /**
   * 测量值 / Measured values
   *
   * @maxItems 50
   *
   * Items: 测量值 / Measure
   */
  measures?: Measure[];
  /**
   * 技术审核 / Technical review
   */
  technicalReview?: EvidenceReview;
  /**
   * 法制审核 / Legal review
   */
  legalReview?: EvidenceReview;
  /**
   * 记录中断 / Interrupted
   */
  interrupted?: boolean;
  /**
   * 中断原因 / Reason of the interruption
   */
  interruptionReason?: string;
  /**
   * 保存期限 / Kept until
   */
  keptUntil?: string;
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
   * 记录地点 / Place
   * 行政区划意义上的所在地 / Where it is, in terms of administrative divisions
   */
  place?: Place;
  /**
   * 属地 / Jurisdiction
   * 负责的镇、街道或开发区；与事件属性 jurisdiction 一致，不明则不填 / Town, subdistrict or development zone that answers for it; equals the event attribute, left out when unknown
   */
  jurisdiction?: JurisdictionsCode;
  /**
   * 执法机关 / Acting authority
   * 以自己名义作出行为的机关 / The body that acts in its own name
   */
  authority?: Authority;
  /**
   * 主管部门 / Guiding department
   * 业务主管（指导）部门；与事件属性 department 一致 / The department that guides the matter; equals the event attribute
   */
  department?: DepartmentsCode;
}
