// Generated from schemas/ by scripts/generate-types.ts; do not edit.
import type { AlarmAudiencesCode, AlarmRulesCode, AlarmSeveritiesCode, AlarmStatusesCode, DepartmentsCode } from './codes.ts';

/**
 * 交换告警 / Alarm of the exchange
 * 交换平台自身发现的异常：隔离超限、暂停接收、数据源失败或无新数据、涉密标志拦截、对账差异等；不含任何记录内容 / What the exchange itself found wrong: too many broken records, a stream that is closed, a source that fails or is silent, a secrecy marking, counts that differ; never the content of a record
 */
export interface ExchangeAlarmV1 {
  /**
   * 告警编号 / Alarm number
   */
  alarmNo: string;
  /**
   * 告警规则 / Rule
   */
  rule: AlarmRulesCode;
  /**
   * 告警级别 / Severity
   */
  severity: AlarmSeveritiesCode;
  /**
   * 告警状态 / Status
   */
  status: AlarmStatusesCode;
  /**
   * 告警对象 / For whom
   */
  audience: AlarmAudiencesCode;
  /**
   * 系统标识 / System
   */
  system: string;
  /**
   * 系统名称 / Name of the system
   */
  systemName?: string;
  /**
   * 数据流标识 / Stream
   */
  stream: string;
  /**
   * 数据流名称 / Name of the stream
   */
  streamName?: string;
  /**
   * 告警说明 / What is wrong
   * 情况与处理办法 / What happened and what to do
   */
  detail: {
    /**
     * 中文说明 / In Chinese
     */
    zh: string;
    /**
     * 英文说明 / In English
     */
    en: string;
  };
  /**
   * 相关数据 / Facts
   * 告警依据的数量、时间等，按规则不同 / Counts, times and the like that it rests on, by rule
   *
   * @maxItems 50
   *
   * Items: 数据项 / Fact
   */
  facts?: {
    /**
     * 名称 / Name
     */
    name: string;
    /**
     * 取值 / Value
     */
    value: string;
  }[];
  /**
   * 告警时间 / Raised at
   */
  raisedTime: string;
  /**
   * 最近出现时间 / Last seen at
   */
  lastSeenTime?: string;
  /**
   * 发生次数 / Occurrences
   */
  occurrences: number;
  /**
   * 恢复时间 / Recovered at
   */
  recoveredTime?: string;
  /**
   * 主管部门 / Guiding department
   * 系统所属部门；与事件属性 department 一致 / The department of the system; equals the event attribute
   */
  department?: DepartmentsCode;
}
