// Generated from schemas/ by scripts/generate-types.ts; do not edit.

/** 交换告警对象 / Who is to act on an alarm of the exchange */
export type AlarmAudiencesCode =
  /* 系统管理员 */ | 'administrator'
  /* 保密工作人员 */ | 'secrecy-officer';

/** 交换告警规则 / Rules of the exchange's alarms */
export type AlarmRulesCode =
  /* 隔离记录超限 */ | 'quarantine-limit'
  /* 数据流暂停接收 */ | 'stream-blocked'
  /* 数据流停止接收 */ | 'stream-stopped'
  /* 数据源读取已暂停 */ | 'reader-paused'
  /* 数据源读取失败 */ | 'source-failing'
  /* 数据源无新数据 */ | 'source-silent'
  /* 涉密标志拦截 */ | 'secrecy-block'
  /* 日对账数量不符 */ | 'count-mismatch'
  /* 比对发现差异 */ | 'reconciliation-difference';

/** 交换告警级别 / Severities of the exchange's alarms */
export type AlarmSeveritiesCode =
  /* 警告 */ | 'warning'
  /* 严重 */ | 'critical';

/** 交换告警状态 / Status of an alarm of the exchange */
export type AlarmStatusesCode =
  /* 告警中 */ | 'raised'
  /* 已恢复 */ | 'recovered';

/** 申请类型 / Kinds of application */
export type ApplicationKindsCode =
  /* 新办 */ | 'new'
  /* 变更 */ | 'change'
  /* 延续 */ | 'renewal'
  /* 补办 */ | 'reissue'
  /* 注销 */ | 'cancellation'
  /* 年检 */ | 'annual-review'
  /* 其他 */ | 'other';

/** 申请渠道 / Channels of application */
export type ApprovalChannelsCode =
  /* 窗口 */ | 'window'
  /* 网上 */ | 'online'
  /* 移动端 */ | 'app'
  /* 自助终端 */ | 'self-service'
  /* 镇（街道）便民服务中心 */ | 'town-window'
  /* 邮寄 */ | 'mail'
  /* 其他 */ | 'other';

/** 办理结果 / Outcomes of an approval case */
export type ApprovalOutcomesCode =
  /* 准予许可 */ | 'granted'
  /* 不予许可 */ | 'refused'
  /* 终止 */ | 'terminated'
  /* 申请人撤回 */ | 'withdrawn'
  /* 其他 */ | 'other';

/** 办件状态 / States of an approval case */
export type ApprovalStatesCode =
  /* 已提交 */ | 'submitted'
  /* 退回补正 */ | 'returned'
  /* 不予受理 */ | 'not-accepted'
  /* 已受理 */ | 'accepted'
  /* 办理中 */ | 'processing'
  /* 中止计时 */ | 'suspended'
  /* 已办结 */ | 'completed'
  /* 退件 */ | 'rejected'
  /* 撤回申请 */ | 'withdrawn'
  /* 作废 */ | 'void'
  /* 其他 */ | 'other';

/** 附件用途 / Purposes of attachments */
export type AttachmentKindsCode =
  /* 原件 */ | 'original'
  /* 扫描件 */ | 'scan'
  /* 照片 */ | 'photo'
  /* 视频 */ | 'video'
  /* 音频 */ | 'audio'
  /* 证据材料 */ | 'evidence'
  /* 申请材料 */ | 'application'
  /* 其他 */ | 'other';

/** 结案方式 / Ways of closing */
export type CaseClosingsCode =
  /* 正常结案 */ | 'normal'
  /* 撤销立案 */ | 'filing-withdrawn'
  /* 不予处罚 */ | 'not-punished'
  /* 撤销原处罚 */ | 'penalty-annulled'
  /* 移送 */ | 'transferred'
  /* 终结 */ | 'terminated'
  /* 申请法院强制执行 */ | 'court-execution'
  /* 其他 */ | 'other';

/** 案件来源 / Sources of cases */
export type CaseSourcesCode =
  /* 检查发现 */ | 'inspection'
  /* 投诉 */ | 'complaint'
  /* 举报 */ | 'report'
  /* 上级交办 */ | 'superior'
  /* 部门移送 */ | 'referral'
  /* 媒体曝光 */ | 'media'
  /* 非现场监测 */ | 'monitoring'
  /* 网格上报 */ | 'grid'
  /* 12345 热线 */ | 'hotline'
  /* 监督抽检 */ | 'sampling'
  /* 主动投案 */ | 'self-report'
  /* 其他 */ | 'other';

/** 办案阶段 / Stages of a case */
export type CaseStagesCode =
  /* 线索核查 */ | 'lead'
  /* 立案 */ | 'filing'
  /* 调查取证 */ | 'investigation'
  /* 审核（法制审核） */ | 'review'
  /* 告知听证 */ | 'notification'
  /* 处罚决定 */ | 'decision'
  /* 送达 */ | 'service'
  /* 执行 */ | 'execution'
  /* 结案归档 */ | 'closing';

/** 案件状态 / Statuses of a case */
export type CaseStatusesCode =
  /* 待立案 */ | 'pending'
  /* 已立案 */ | 'filed'
  /* 调查取证 */ | 'investigating'
  /* 审核中 */ | 'reviewing'
  /* 已告知 */ | 'notified'
  /* 已作决定 */ | 'decided'
  /* 执行完毕 */ | 'executed'
  /* 已结案 */ | 'closed'
  /* 撤销立案 */ | 'withdrawn'
  /* 不予立案 */ | 'not-filed'
  /* 中止 */ | 'suspended'
  /* 终结 */ | 'terminated'
  /* 已移送 */ | 'transferred'
  /* 其他 */ | 'other';

/** 证照状态 / Certificate statuses */
export type CertificateStatusesCode =
  /* 有效 */ | 'valid'
  /* 暂扣 */ | 'suspended'
  /* 过期 */ | 'expired'
  /* 注销 */ | 'cancelled'
  /* 撤销 */ | 'annulled'
  /* 吊销 */ | 'revoked'
  /* 换证 */ | 'replaced'
  /* 遗失 */ | 'lost'
  /* 作废 */ | 'void'
  /* 其他 */ | 'other';

/** 链条环节 / Stages of the chain */
export type ChainsCode =
  /* 审批 */ | 'approval'
  /* 监管 */ | 'supervision'
  /* 执法 */ | 'enforcement'
  /* 治理 */ | 'governance'
  /* 指挥调度 */ | 'dispatch'
  /* 主体与资源 */ | 'registry'
  /* 信用 */ | 'credit';

/** 强制处理结果 / Dispositions */
export type CoercionDispositionsCode =
  /* 返还当事人 */ | 'returned'
  /* 没收 */ | 'confiscated'
  /* 销毁 */ | 'destroyed'
  /* 拍卖变卖 */ | 'auctioned'
  /* 移送 */ | 'transferred'
  /* 拆除 */ | 'removed'
  /* 其他 */ | 'other';

/** 行政强制种类 / Kinds of coercion */
export type CoercionKindsCode =
  /* 限制公民人身自由 */ | 'restrict-freedom'
  /* 查封场所、设施或者财物 */ | 'seal'
  /* 扣押财物 */ | 'seize'
  /* 冻结存款、汇款 */ | 'freeze'
  /* 其他行政强制措施 */ | 'other-measure'
  /* 加处罚款或者滞纳金 */ | 'late-fine'
  /* 划拨存款、汇款 */ | 'transfer-of-funds'
  /* 拍卖或者依法处理 */ | 'auction'
  /* 排除妨碍、恢复原状 */ | 'removal'
  /* 代履行 */ | 'performance-by-agent'
  /* 其他强制执行方式 */ | 'other-execution'
  /* 行政强制措施 */ | 'measure'
  /* 行政强制执行 */ | 'execution';

/** 强制状态 / Statuses of coercion */
export type CoercionStatusesCode =
  /* 已决定 */ | 'decided'
  /* 实施中 */ | 'in-force'
  /* 已延长 */ | 'extended'
  /* 已解除 */ | 'lifted'
  /* 执行完毕 */ | 'executed'
  /* 期满失效 */ | 'expired'
  /* 撤销 */ | 'withdrawn'
  /* 其他 */ | 'other';

/** 被争议行政行为类型 / Kinds of contested act */
export type ContestedActKindsCode =
  /* 行政处罚 */ | 'penalty'
  /* 行政强制 */ | 'coercion'
  /* 行政许可 */ | 'licence'
  /* 行政检查 */ | 'inspection'
  /* 举报投诉处理 */ | 'report-handling'
  /* 政府信息公开 */ | 'disclosure'
  /* 征收补偿 */ | 'expropriation'
  /* 行政确认 */ | 'confirmation'
  /* 行政不作为 */ | 'omission'
  /* 其他 */ | 'other';

/** 坐标系 / Coordinate systems */
export type CoordinateSystemsCode =
  /* CGCS2000（国家大地坐标系） */ | 'cgcs2000'
  /* WGS-84（卫星定位） */ | 'wgs-84'
  /* GCJ-02（国测局） */ | 'gcj-02'
  /* BD-09（百度） */ | 'bd-09'
  /* 地方坐标系 */ | 'local'
  /* 不明 */ | 'unknown';

/** 信用风险分类 / Classes of credit risk */
export type CreditRiskClassesCode =
  /* 信用风险低（A类） */ | 'a'
  /* 信用风险一般（B类） */ | 'b'
  /* 信用风险较高（C类） */ | 'c'
  /* 信用风险高（D类） */ | 'd'
  /* 未分类 */ | 'unrated';

/** 天的算法 / How days are counted */
export type DayKindsCode =
  /* 自然日 */ | 'calendar'
  /* 工作日 */ | 'working';

/** 处罚决定状态 / Penalty decision statuses */
export type DecisionStatusesCode =
  /* 生效 */ | 'effective'
  /* 变更 */ | 'changed'
  /* 撤销 */ | 'annulled'
  /* 确认违法 */ | 'declared-unlawful'
  /* 确认无效 */ | 'declared-void'
  /* 异议 */ | 'objection'
  /* 已信用修复 */ | 'repaired'
  /* 无效 */ | 'invalid'
  /* 其他 */ | 'other';

/** 赋权方式 / Ways in which a power is given to towns */
export type DelegationKindsCode =
  /* 赋权 */ | 'transferred'
  /* 委托 */ | 'entrusted'
  /* 相对集中 */ | 'relatively-concentrated'
  /* 法定职权 */ | 'own';

/** 部门 / Departments */
export type DepartmentsCode =
  /* 城市管理局 */ | 'urban-management'
  /* 人力资源和社会保障局 */ | 'human-resources'
  /* 农业农村局 */ | 'agriculture'
  /* 水利局 */ | 'water'
  /* 卫生健康委员会 */ | 'health'
  /* 教育局 */ | 'education'
  /* 市场监督管理局 */ | 'market-regulation'
  /* 交通运输局 */ | 'transport'
  /* 住房和城乡建设局 */ | 'housing-construction'
  /* 综合行政执法指挥中心 */ | 'enforcement-command'
  /* 司法局 */ | 'justice'
  /* 行政审批局 */ | 'administrative-approval'
  /* 政务服务管理办公室 */ | 'government-services'
  /* 政法委（网格中心） */ | 'political-legal'
  /* 生态环境局 */ | 'ecology-environment'
  /* 应急管理局 */ | 'emergency-management'
  /* 各镇（街道、开发区） */ | 'towns'
  /* 数据局 */ | 'data-office'
  /* 发展和改革局 */ | 'development-reform'
  /* 公安局 */ | 'public-security'
  /* 消防救援大队 */ | 'fire-rescue'
  /* 自然资源和规划局 */ | 'natural-resources'
  /* 文体广电和旅游局 */ | 'culture-tourism'
  /* 民政局 */ | 'civil-affairs'
  /* 其他 */ | 'other';

/** 双公示信息类型 / Kinds of disclosure */
export type DisclosureKindsCode =
  /* 行政许可 */ | 'licence'
  /* 行政处罚 */ | 'penalty';

/** 双公示报送状态 / Statuses of a disclosure */
export type DisclosureStatusesCode =
  /* 待补全 */ | 'incomplete'
  /* 已报送 */ | 'reported'
  /* 异议中止 */ | 'suspended'
  /* 信用修复终止公示 */ | 'repaired'
  /* 公示期满 */ | 'expired'
  /* 撤回 */ | 'withdrawn';

/** 争议案件类型 / Kinds of dispute */
export type DisputeKindsCode =
  /* 行政复议 */ | 'reconsideration'
  /* 行政诉讼一审 */ | 'first-instance'
  /* 行政诉讼二审 */ | 'second-instance'
  /* 行政诉讼再审 */ | 'retrial'
  /* 行政赔偿 */ | 'compensation'
  /* 非诉执行 */ | 'non-litigation-execution'
  /* 其他 */ | 'other';

/** 争议案件结果 / Outcomes of disputes */
export type DisputeOutcomesCode =
  /* 维持 */ | 'upheld'
  /* 驳回请求 */ | 'claims-dismissed'
  /* 驳回申请（起诉） */ | 'application-dismissed'
  /* 变更 */ | 'changed'
  /* 撤销 */ | 'annulled'
  /* 部分撤销 */ | 'partly-annulled'
  /* 确认违法 */ | 'declared-unlawful'
  /* 确认无效 */ | 'declared-void'
  /* 责令履行 */ | 'order-to-act'
  /* 调解结案 */ | 'mediated'
  /* 终止 */ | 'terminated'
  /* 判决（决定）赔偿 */ | 'compensation'
  /* 其他 */ | 'other';

/** 争议案件状态 / Status of disputes */
export type DisputeStatusesCode =
  /* 已收到 */ | 'submitted'
  /* 补正 */ | 'correction'
  /* 已受理 */ | 'accepted'
  /* 不予受理 */ | 'not-accepted'
  /* 审理中 */ | 'hearing'
  /* 中止 */ | 'suspended'
  /* 调解中 */ | 'mediation'
  /* 已审结 */ | 'concluded'
  /* 撤回 */ | 'withdrawn'
  /* 其他 */ | 'other';

/** 行政区划代码 / Administrative divisions */
export type DivisionsCode =
  /* 江苏省 */ | '320000'
  /* 常州市 */ | '320400'
  /* 天宁区 */ | '320402'
  /* 钟楼区 */ | '320404'
  /* 新北区 */ | '320411'
  /* 武进区 */ | '320412'
  /* 金坛区 */ | '320413'
  /* 溧阳市 */ | '320481'
  /* 戚墅堰区 */ | '320405'
  /* 金坛市 */ | '320482'
  /* 湖塘镇 */ | '320412100'
  /* 牛塘镇 */ | '320412102'
  /* 洛阳镇 */ | '320412103'
  /* 雪堰镇 */ | '320412110'
  /* 前黄镇 */ | '320412113'
  /* 礼嘉镇 */ | '320412114'
  /* 嘉泽镇 */ | '320412119'
  /* 湟里镇 */ | '320412120'
  /* 戚墅堰街道 */ | '320412001'
  /* 丁堰街道 */ | '320412002'
  /* 潞城街道 */ | '320412003'
  /* 遥观镇 */ | '320412104'
  /* 横林镇 */ | '320412105'
  /* 横山桥镇 */ | '320412106'
  /* 戚墅堰街道（旧码） */ | '320405001'
  /* 丁堰街道（旧码） */ | '320405002'
  /* 潞城街道（旧码） */ | '320405003';

/** 执法文书种类 / Kinds of enforcement document */
export type DocumentKindsCode =
  /* 立案审批表 */ | 'filing-approval'
  /* 现场检查（勘验）笔录 */ | 'site-record'
  /* 询问（调查）笔录 */ | 'interview-record'
  /* 证据先行登记保存通知书 */ | 'evidence-registration'
  /* 抽样取证凭证 */ | 'sampling-record'
  /* 鉴定（检测）意见 */ | 'appraisal'
  /* 责令改正通知书 */ | 'rectification-order'
  /* 调查终结报告 */ | 'investigation-report'
  /* 法制审核意见书 */ | 'legal-review-opinion'
  /* 集体讨论记录 */ | 'discussion-record'
  /* 行政处罚事先告知书 */ | 'prior-notice'
  /* 听证通知书 */ | 'hearing-notice'
  /* 听证笔录 */ | 'hearing-record'
  /* 行政处罚决定书 */ | 'penalty-decision'
  /* 当场行政处罚决定书 */ | 'on-site-penalty-decision'
  /* 不予行政处罚决定书 */ | 'no-penalty-decision'
  /* 行政强制措施决定书 */ | 'coercion-decision'
  /* 解除行政强制措施决定书 */ | 'coercion-lift'
  /* 履行催告书 */ | 'execution-demand'
  /* 行政强制执行决定书 */ | 'execution-decision'
  /* 强制执行申请书 */ | 'court-application'
  /* 送达回证 */ | 'service-receipt'
  /* 案件移送函（书） */ | 'referral-letter'
  /* 信用修复告知书 */ | 'credit-repair-notice'
  /* 结案审批表 */ | 'closing-report'
  /* 行政检查通知书 */ | 'inspection-notice'
  /* 其他 */ | 'other';

/** 文书状态 / Statuses of a document */
export type DocumentStatusesCode =
  /* 草拟 */ | 'draft'
  /* 已审批 */ | 'approved'
  /* 已签发 */ | 'issued'
  /* 已送达 */ | 'served'
  /* 作废 */ | 'void'
  /* 已归档 */ | 'archived';

/** 执法领域 / Fields of enforcement */
export type EnforcementFieldsCode =
  /* 城市管理 */ | 'urban-management'
  /* 人力资源和社会保障 */ | 'human-resources'
  /* 农业农村 */ | 'agriculture'
  /* 水利 */ | 'water'
  /* 卫生健康 */ | 'health'
  /* 教育 */ | 'education'
  /* 市场监管 */ | 'market-regulation'
  /* 交通运输 */ | 'transport'
  /* 住房和城乡建设 */ | 'housing-construction'
  /* 生态环境 */ | 'ecology-environment'
  /* 应急管理 */ | 'emergency-management'
  /* 自然资源 */ | 'natural-resources'
  /* 文化和旅游 */ | 'culture-tourism'
  /* 综合 */ | 'comprehensive'
  /* 其他 */ | 'other';

/** 特种设备种类、类别和品种 / Classes of special equipment */
export type EquipmentClassesCode =
  /* 锅炉 */ | '1000'
  /* 承压蒸汽锅炉 */ | '1100'
  /* 承压蒸汽锅炉（品种） */ | '1110'
  /* 承压热水锅炉 */ | '1200'
  /* 承压热水锅炉（品种） */ | '1210'
  /* 有机热载体锅炉 */ | '1300'
  /* 有机热载体气相炉 */ | '1310'
  /* 有机热载体液相炉 */ | '1320'
  /* 压力容器 */ | '2000'
  /* 固定式压力容器 */ | '2100'
  /* 超高压容器 */ | '2110'
  /* 第三类压力容器 */ | '2130'
  /* 第二类压力容器 */ | '2150'
  /* 第一类压力容器 */ | '2170'
  /* 移动式压力容器 */ | '2200'
  /* 铁路罐车 */ | '2210'
  /* 汽车罐车 */ | '2220'
  /* 长管拖车 */ | '2230'
  /* 罐式集装箱 */ | '2240'
  /* 管束式集装箱 */ | '2250'
  /* 气瓶 */ | '2300'
  /* 无缝气瓶 */ | '2310'
  /* 焊接气瓶 */ | '2320'
  /* 特种气瓶 */ | '23t0'
  /* 氧舱 */ | '2400'
  /* 医用氧舱 */ | '2410'
  /* 高气压舱 */ | '2420'
  /* 电梯 */ | '3000'
  /* 曳引与强制驱动电梯 */ | '3100'
  /* 曳引驱动乘客电梯 */ | '3110'
  /* 曳引驱动载货电梯 */ | '3120'
  /* 强制驱动载货电梯 */ | '3130'
  /* 液压驱动电梯 */ | '3200'
  /* 液压乘客电梯 */ | '3210'
  /* 液压载货电梯 */ | '3220'
  /* 自动扶梯与自动人行道 */ | '3300'
  /* 自动扶梯 */ | '3310'
  /* 自动人行道 */ | '3320'
  /* 其它类型电梯 */ | '3400'
  /* 防爆电梯 */ | '3410'
  /* 消防员电梯 */ | '3420'
  /* 杂物电梯 */ | '3430'
  /* 起重机械 */ | '4000'
  /* 桥式起重机 */ | '4100'
  /* 通用桥式起重机 */ | '4110'
  /* 防爆桥式起重机 */ | '4130'
  /* 绝缘桥式起重机 */ | '4140'
  /* 冶金桥式起重机 */ | '4150'
  /* 电动单梁起重机 */ | '4170'
  /* 电动葫芦桥式起重机 */ | '4190'
  /* 门式起重机 */ | '4200'
  /* 通用门式起重机 */ | '4210'
  /* 防爆门式起重机 */ | '4220'
  /* 轨道式集装箱门式起重机 */ | '4230'
  /* 轮胎式集装箱门式起重机 */ | '4240'
  /* 岸边集装箱起重机 */ | '4250'
  /* 造船门式起重机 */ | '4260'
  /* 电动葫芦门式起重机 */ | '4270'
  /* 装卸桥 */ | '4280'
  /* 架桥机 */ | '4290'
  /* 塔式起重机 */ | '4300'
  /* 普通塔式起重机 */ | '4310'
  /* 电站塔式起重机 */ | '4320'
  /* 流动式起重机 */ | '4400'
  /* 轮胎起重机 */ | '4410'
  /* 履带起重机 */ | '4420'
  /* 集装箱正面吊运起重机 */ | '4440'
  /* 铁路起重机 */ | '4450'
  /* 门座式起重机 */ | '4700'
  /* 门座起重机 */ | '4710'
  /* 固定式起重机 */ | '4760'
  /* 升降机 */ | '4800'
  /* 施工升降机 */ | '4860'
  /* 简易升降机 */ | '4870'
  /* 缆索式起重机 */ | '4900'
  /* 桅杆式起重机 */ | '4a00'
  /* 机械式停车设备 */ | '4d00'
  /* 场（厂）内专用机动车辆 */ | '5000'
  /* 机动工业车辆 */ | '5100'
  /* 叉车 */ | '5110'
  /* 非公路用旅游观光车辆 */ | '5200'
  /* 非公路用旅游观光车辆（品种） */ | '5210'
  /* 大型游乐设施 */ | '6000'
  /* 观览车类 */ | '6100'
  /* 滑行车类 */ | '6200'
  /* 架空游览车类 */ | '6300'
  /* 陀螺类 */ | '6400'
  /* 飞行塔类 */ | '6500'
  /* 转马类 */ | '6600'
  /* 自控飞机类 */ | '6700'
  /* 赛车类 */ | '6800'
  /* 小火车类 */ | '6900'
  /* 碰碰车类 */ | '6a00'
  /* 滑道类 */ | '6b00'
  /* 水上游乐设施 */ | '6d00'
  /* 无动力游乐设施 */ | '6e00'
  /* 压力管道元件 */ | '7000'
  /* 压力管道 */ | '8000'
  /* 长输管道 */ | '8100'
  /* 输油管道 */ | '8110'
  /* 输气管道 */ | '8120'
  /* 公用管道 */ | '8200'
  /* 燃气管道 */ | '8210'
  /* 热力管道 */ | '8220'
  /* 工业管道 */ | '8300'
  /* 工艺管道 */ | '8310'
  /* 动力管道 */ | '8320'
  /* 制冷管道 */ | '8330'
  /* 客运索道 */ | '9000'
  /* 客运架空索道 */ | '9100'
  /* 客运缆车 */ | '9200'
  /* 客运拖牵索道 */ | '9300'
  /* 安全附件 */ | 'f000';

/** 特种设备使用状态 / Status of special equipment */
export type EquipmentStatusesCode =
  /* 已登记未投用 */ | 'registered'
  /* 在用 */ | 'in-use'
  /* 停用 */ | 'suspended'
  /* 移装 */ | 'moved'
  /* 查封 */ | 'sealed'
  /* 报废 */ | 'scrapped'
  /* 注销 */ | 'cancelled'
  /* 未登记 */ | 'unregistered'
  /* 其他 */ | 'other';

/** 特种设备检验结论 / Results of testing special equipment */
export type EquipmentTestResultsCode =
  /* 合格 */ | 'passed'
  /* 复检合格 */ | 'passed-after-repair'
  /* 监护使用 */ | 'supervised'
  /* 不合格 */ | 'failed'
  /* 复检不合格 */ | 'failed-again'
  /* 终止检验 */ | 'stopped'
  /* 其他 */ | 'other';

/** 证据审核状态 / Review of evidence */
export type EvidenceReviewStatusesCode =
  /* 待审核 */ | 'pending'
  /* 审核通过 */ | 'passed'
  /* 审核不通过 */ | 'rejected';

/** 备案申报类别 / Kinds of filing */
export type FilingKindsCode =
  /* 职业病危害项目申报 */ | 'occupational-hazard'
  /* 竣工验收备案 */ | 'completion'
  /* 应急预案备案 */ | 'emergency-plan'
  /* 重大危险源备案 */ | 'major-hazard'
  /* 经营备案 */ | 'operation'
  /* 合同备案 */ | 'contract'
  /* 处置方案备案 */ | 'disposal'
  /* 其他 */ | 'other';

/** 备案申报状态 / Status of a filing */
export type FilingStatusesCode =
  /* 已提交 */ | 'submitted'
  /* 退回补正 */ | 'returned'
  /* 已备案 */ | 'filed'
  /* 已变更 */ | 'changed'
  /* 过期 */ | 'expired'
  /* 注销 */ | 'cancelled'
  /* 撤销 */ | 'annulled'
  /* 作废 */ | 'void'
  /* 其他 */ | 'other';

/** 检查项结果 / Results of a finding */
export type FindingResultsCode =
  /* 合格 */ | 'passed'
  /* 不合格 */ | 'failed'
  /* 不涉及 */ | 'not-applicable';

/** 网格事件类别 / Categories of grid events */
export type GridEventCategoriesCode =
  /* 市容环境 */ | 'city-appearance'
  /* 宣传广告 */ | 'advertising'
  /* 施工管理 */ | 'construction'
  /* 街面秩序 */ | 'street-order'
  /* 公共设施 */ | 'facilities'
  /* 突发事件 */ | 'emergency'
  /* 安全隐患 */ | 'safety'
  /* 生态环境 */ | 'environment'
  /* 矛盾纠纷 */ | 'disputes'
  /* 社会治安 */ | 'public-security'
  /* 市场经营 */ | 'market-order'
  /* 违法建设 */ | 'illegal-building'
  /* 劳动保障 */ | 'labour'
  /* 民生服务 */ | 'livelihood'
  /* 人口房屋 */ | 'population'
  /* 农业农村 */ | 'agriculture'
  /* 河道水务 */ | 'water'
  /* 其他 */ | 'other';

/** 网格事件来源 / Sources of grid events */
export type GridEventSourcesCode =
  /* 网格员巡查 */ | 'patrol'
  /* 群众反映 */ | 'resident'
  /* 物联感知 */ | 'device'
  /* 12345 热线 */ | 'hotline'
  /* 上级交办 */ | 'superior'
  /* 部门流转 */ | 'department'
  /* 其他 */ | 'other';

/** 网格事件状态 / Statuses of grid events */
export type GridEventStatusesCode =
  /* 已上报 */ | 'reported'
  /* 已受理 */ | 'accepted'
  /* 已派遣 */ | 'dispatched'
  /* 处置中 */ | 'handling'
  /* 已处置待核查 */ | 'handled'
  /* 已结案 */ | 'closed'
  /* 自办自结 */ | 'self-closed'
  /* 退回 */ | 'returned'
  /* 上报区级 */ | 'escalated'
  /* 作废 */ | 'void';

/** 专属网格依托 / Hosts of dedicated grids */
export type GridHostsCode =
  /* 工业园区 */ | 'park'
  /* 市场 */ | 'market'
  /* 学校 */ | 'school'
  /* 医院 */ | 'hospital'
  /* 商贸综合体 */ | 'mall'
  /* 商务楼宇 */ | 'building'
  /* 工地 */ | 'construction-site'
  /* 交通场站 */ | 'station'
  /* 景区 */ | 'scenic-area'
  /* 大型企业 */ | 'enterprise'
  /* 其他 */ | 'other';

/** 网格类型 / Kinds of grid */
export type GridKindsCode =
  /* 基础网格 */ | 'basic'
  /* 专属网格 */ | 'dedicated'
  /* 微网格 */ | 'micro';

/** 网格层级 / Levels of grid */
export type GridLevelsCode =
  /* 镇（街道） */ | 'town'
  /* 村（社区） */ | 'village'
  /* 网格 */ | 'grid'
  /* 微网格 */ | 'micro';

/** 网格状态 / Statuses of a grid */
export type GridStatusesCode =
  /* 启用 */ | 'active'
  /* 拟设 */ | 'planned'
  /* 合并 */ | 'merged'
  /* 拆分 */ | 'split'
  /* 停用 */ | 'closed';

/** 隐患类别 / Kinds of hazard */
export type HazardKindsCode =
  /* 燃气 */ | 'gas'
  /* 消防 */ | 'fire'
  /* 用电 */ | 'electricity'
  /* 建筑施工 */ | 'construction'
  /* 特种设备 */ | 'equipment'
  /* 危险化学品 */ | 'chemicals'
  /* 房屋建筑 */ | 'building'
  /* 道路交通 */ | 'traffic'
  /* 涉水安全 */ | 'water'
  /* 校园安全 */ | 'campus'
  /* 食品安全 */ | 'food'
  /* 生态环境 */ | 'environment'
  /* 生产作业 */ | 'workplace'
  /* 其他 */ | 'other';

/** 隐患等级 / Levels of hazard */
export type HazardLevelsCode =
  /* 一般隐患 */ | 'general'
  /* 较大隐患 */ | 'large'
  /* 重大隐患 */ | 'major'
  /* 未定级 */ | 'unrated';

/** 隐患发现途径 / How hazards are found */
export type HazardSourcesCode =
  /* 监督检查 */ | 'inspection'
  /* 入户安检 */ | 'household-check'
  /* 企业自查 */ | 'self-check'
  /* 网格巡查 */ | 'grid'
  /* 投诉举报 */ | 'report'
  /* 在线监测 */ | 'monitoring'
  /* 其他 */ | 'other';

/** 隐患整改状态 / Statuses of a hazard */
export type HazardStatusesCode =
  /* 待整改 */ | 'open'
  /* 整改中 */ | 'rectifying'
  /* 已整改待复查 */ | 'rectified'
  /* 已销号 */ | 'closed'
  /* 逾期未改 */ | 'overdue'
  /* 停用管控 */ | 'suspended'
  /* 误报撤销 */ | 'void';

/** 证件类型 / Kinds of identity document */
export type IdKindsCode =
  /* 身份证 */ | 'identity-card'
  /* 护照号 */ | 'passport'
  /* 港澳居民来往内地通行证 */ | 'hk-macau-permit'
  /* 台湾居民来往大陆通行证 */ | 'taiwan-permit'
  /* 外国人永久居留身份证 */ | 'permanent-residence'
  /* 驾驶证 */ | 'driving-licence'
  /* 军官证 */ | 'officer-card'
  /* 其他 */ | 'other';

/** 检查处理方式 / What follows an inspection */
export type InspectionDispositionsCode =
  /* 无需处理 */ | 'none'
  /* 行政指导 */ | 'guidance'
  /* 责令改正 */ | 'rectification'
  /* 责令停止使用 */ | 'suspension'
  /* 当场处罚 */ | 'on-site-penalty'
  /* 立案查处 */ | 'case'
  /* 移送 */ | 'referral'
  /* 其他 */ | 'other';

/** 检查形式 / Forms of inspection */
export type InspectionFormsCode =
  /* 现场检查 */ | 'on-site'
  /* 非现场检查 */ | 'off-site'
  /* 书面检查 */ | 'written'
  /* 网络监测 */ | 'online';

/** 检查类别 / Kinds of inspection */
export type InspectionKindsCode =
  /* 日常检查 */ | 'daily'
  /* 专项检查 */ | 'special'
  /* 双随机检查 */ | 'random'
  /* 个案检查 */ | 'case'
  /* 复查 */ | 'recheck'
  /* 巡查 */ | 'patrol'
  /* 许可核查 */ | 'licensing'
  /* 入户安检 */ | 'household'
  /* 其他 */ | 'other';

/** 检查方式 / Methods of inspection */
export type InspectionMethodsCode =
  /* 告知检查 */ | 'announced'
  /* 飞行检查 */ | 'unannounced'
  /* 联合检查 */ | 'joint'
  /* 委托检查 */ | 'entrusted'
  /* 单部门检查 */ | 'single'
  /* 其他 */ | 'other';

/** 检查结果 / Results of inspection */
export type InspectionResultsCode =
  /* 未发现问题 */ | 'passed'
  /* 发现问题已当场整改 */ | 'problems-corrected'
  /* 发现问题待整改 */ | 'problems'
  /* 发现违法线索 */ | 'violation'
  /* 未能检查 */ | 'not-reached'
  /* 已停业 */ | 'not-operating'
  /* 其他 */ | 'other';

/** 属地（镇、街道、开发区） / Jurisdictions: towns, subdistricts and development zones */
export type JurisdictionsCode =
  /* 武进区（区本级） */ | '320412'
  /* 湖塘镇 */ | '320412100'
  /* 牛塘镇 */ | '320412102'
  /* 洛阳镇 */ | '320412103'
  /* 雪堰镇 */ | '320412110'
  /* 前黄镇 */ | '320412113'
  /* 礼嘉镇 */ | '320412114'
  /* 嘉泽镇 */ | '320412119'
  /* 湟里镇 */ | '320412120'
  /* 南夏墅街道 */ | 'local-nanxiashu'
  /* 西湖街道 */ | 'local-xihu'
  /* 武进经济开发区 */ | '320412400'
  /* 武进国家高新技术产业开发区 */ | '320412411'
  /* 西太湖生态休闲区 */ | '320412412'
  /* 太湖旅游度假区 */ | '320412413'
  /* 常州经济开发区 */ | 'local-jingkai'
  /* 戚墅堰街道 */ | '320412001'
  /* 丁堰街道 */ | '320412002'
  /* 潞城街道 */ | '320412003'
  /* 遥观镇 */ | '320412104'
  /* 横林镇 */ | '320412105'
  /* 横山桥镇 */ | '320412106'
  /* 戚墅堰区（已撤销） */ | '320405'
  /* 戚墅堰街道（旧码） */ | '320405001'
  /* 丁堰街道（旧码） */ | '320405002'
  /* 潞城街道（旧码） */ | '320405003';

/** 线索处理结果 / What becomes of leads */
export type LeadOutcomesCode =
  /* 立案 */ | 'filed'
  /* 不予立案 */ | 'not-filed'
  /* 批评教育（行政指导） */ | 'guidance'
  /* 责令改正 */ | 'rectification'
  /* 移送 */ | 'referred'
  /* 并案 */ | 'merged'
  /* 查无实据 */ | 'unfounded'
  /* 证据不足 */ | 'evidence-insufficient'
  /* 不予受理 */ | 'not-accepted'
  /* 其他 */ | 'other';

/** 线索状态 / Status of leads */
export type LeadStatusesCode =
  /* 已接收 */ | 'received'
  /* 证据审核中 */ | 'evidence-review'
  /* 已分派 */ | 'assigned'
  /* 核查中 */ | 'verifying'
  /* 已办结 */ | 'completed'
  /* 已退回 */ | 'returned'
  /* 作废 */ | 'void'
  /* 其他 */ | 'other';

/** 许可类别 / Kinds of licence */
export type LicenceKindsCode =
  /* 普通 */ | 'ordinary'
  /* 特许 */ | 'franchise'
  /* 认可 */ | 'recognition'
  /* 核准 */ | 'approval'
  /* 登记 */ | 'registration'
  /* 其他 */ | 'other';

/** 许可状态 / Licence statuses */
export type LicenceStatusesCode =
  /* 有效 */ | 'valid'
  /* 暂停 */ | 'suspended'
  /* 过期 */ | 'expired'
  /* 注销 */ | 'cancelled'
  /* 撤回 */ | 'withdrawn'
  /* 撤销 */ | 'annulled'
  /* 吊销 */ | 'revoked'
  /* 已变更 */ | 'replaced'
  /* 异议 */ | 'objection'
  /* 无效 */ | 'invalid'
  /* 其他 */ | 'other';

/** 期限变更种类 / Kinds of change of a time limit */
export type LimitChangeKindsCode =
  /* 延长 */ | 'extension'
  /* 中止 */ | 'suspension'
  /* 听证（不计入） */ | 'hearing'
  /* 检验检测（不计入） */ | 'test'
  /* 鉴定（不计入） */ | 'appraisal'
  /* 专家评审（不计入） */ | 'expert-review'
  /* 公告（不计入） */ | 'announcement'
  /* 补正材料（不计入） */ | 'correction'
  /* 其他 */ | 'other';

/** 职业病危害因素类别 / Kinds of occupational hazard factor */
export type OccupationalFactorKindsCode =
  /* 粉尘 */ | 'dust'
  /* 化学因素 */ | 'chemical'
  /* 物理因素 */ | 'physical'
  /* 放射性因素 */ | 'radiation'
  /* 生物因素 */ | 'biological'
  /* 其他 */ | 'other';

/** 职业病危害风险类别 / Occupational risk of an employer */
export type OccupationalRiskLevelsCode =
  /* 一般 */ | 'general'
  /* 较重 */ | 'considerable'
  /* 严重 */ | 'serious'
  /* 未分类 */ | 'unrated';

/** 人员身份 / Kinds of employment of officers */
export type OfficerCategoriesCode =
  /* 公务员 */ | 'civil-servant'
  /* 事业编制 */ | 'public-institution'
  /* 编外人员 */ | 'contract'
  /* 执法辅助人员 */ | 'auxiliary'
  /* 其他 */ | 'other';

/** 执法人员角色 / Roles of officers */
export type OfficerRolesCode =
  /* 主办 */ | 'lead'
  /* 协办 */ | 'assistant'
  /* 记录 */ | 'recorder'
  /* 审核 */ | 'reviewer'
  /* 审批 */ | 'approver'
  /* 其他 */ | 'other';

/** 执法人员状态 / Status of officers */
export type OfficerStatusesCode =
  /* 在岗 */ | 'active'
  /* 借调 */ | 'seconded'
  /* 休假（离岗） */ | 'leave'
  /* 证件暂扣 */ | 'credential-suspended'
  /* 证件注销 */ | 'credential-cancelled'
  /* 调离 */ | 'transferred'
  /* 退休 */ | 'retired'
  /* 离职 */ | 'left'
  /* 其他 */ | 'other';

/** 行政相对人类别 / Kinds of party */
export type PartyKindsCode =
  /* 自然人 */ | 'natural-person'
  /* 法人 */ | 'legal-person'
  /* 非法人组织 */ | 'other-organisation'
  /* 个体工商户 */ | 'individual-business';

/** 行政处罚种类 / Kinds of penalty */
export type PenaltyKindsCode =
  /* 警告 */ | 'warning'
  /* 通报批评 */ | 'public-criticism'
  /* 罚款 */ | 'fine'
  /* 没收违法所得 */ | 'confiscation-of-gains'
  /* 没收非法财物 */ | 'confiscation-of-property'
  /* 暂扣许可证件 */ | 'licence-suspension'
  /* 降低资质等级 */ | 'qualification-downgrade'
  /* 吊销许可证件 */ | 'licence-revocation'
  /* 限制开展生产经营活动 */ | 'restriction-of-business'
  /* 责令停产停业 */ | 'suspension-of-business'
  /* 责令关闭 */ | 'closure'
  /* 限制从业 */ | 'restriction-of-occupation'
  /* 行政拘留 */ | 'detention'
  /* 其他 */ | 'other'
  /* 不予处罚 */ | 'not-punished';

/** 履行情况 / Performance */
export type PerformanceStatusesCode =
  /* 未到期 */ | 'not-due'
  /* 已履行 */ | 'performed'
  /* 部分履行 */ | 'partly'
  /* 延期或分期缴纳 */ | 'deferred'
  /* 逾期未履行 */ | 'overdue'
  /* 申请法院强制执行 */ | 'court-execution'
  /* 免予执行 */ | 'exempted';

/** 检查计划状态 / Status of inspection plans */
export type PlanStatusesCode =
  /* 草拟 */ | 'draft'
  /* 已批准 */ | 'approved'
  /* 已公布 */ | 'published'
  /* 已抽取 */ | 'drawn'
  /* 实施中 */ | 'in-progress'
  /* 已完成 */ | 'completed'
  /* 取消 */ | 'cancelled'
  /* 其他 */ | 'other';

/** 号牌颜色 / Colours of number plates */
export type PlateColoursCode =
  /* 蓝色 */ | 'blue'
  /* 黄色 */ | 'yellow'
  /* 渐变绿色 */ | 'green'
  /* 黄绿双拼色 */ | 'yellow-green'
  /* 白色 */ | 'white'
  /* 黑色 */ | 'black'
  /* 其他 */ | 'other';

/** “1+4”平台板块 / Modules of the 1+4 platform */
export type PlatformModulesCode =
  /* 党建引领 */ | 'party-leadership'
  /* 审批服务一窗口 */ | 'approval-window'
  /* 综合执法一队伍 */ | 'enforcement-team'
  /* 基层治理一网格 */ | 'governance-grid'
  /* 指挥调度一中心 */ | 'command-centre';

/** 权责事项类型 / Kinds of power item */
export type PowerItemKindsCode =
  /* 行政处罚 */ | 'penalty'
  /* 行政强制措施 */ | 'coercive-measure'
  /* 行政强制执行 */ | 'coercive-execution'
  /* 行政检查 */ | 'inspection'
  /* 行政许可 */ | 'licence'
  /* 行政确认 */ | 'confirmation'
  /* 行政征收 */ | 'charge'
  /* 行政奖励 */ | 'award'
  /* 行政裁决 */ | 'ruling'
  /* 其他 */ | 'other';

/** 权责事项状态 / Status of power items */
export type PowerItemStatusesCode =
  /* 有效 */ | 'in-force'
  /* 未生效 */ | 'not-yet'
  /* 暂停行使 */ | 'suspended'
  /* 已调整 */ | 'changed'
  /* 已收回 */ | 'withdrawn'
  /* 废止 */ | 'repealed'
  /* 其他 */ | 'other';

/** 场所类别 / Kinds of premises */
export type PremisesKindsCode =
  /* 建筑工地 */ | 'construction-site'
  /* 诊所（门诊部） */ | 'clinic'
  /* 医院 */ | 'hospital'
  /* 校园 */ | 'campus'
  /* 培训场所 */ | 'training-site'
  /* 种养殖基地 */ | 'farm'
  /* 屠宰场 */ | 'slaughterhouse'
  /* 生产车间（厂房） */ | 'factory'
  /* 经营门店 */ | 'shop'
  /* 餐饮场所 */ | 'restaurant'
  /* 市场 */ | 'market'
  /* 仓库 */ | 'warehouse'
  /* 燃气场站 */ | 'gas-station'
  /* 供水设施 */ | 'water-works'
  /* 交通场站 */ | 'transport-station'
  /* 码头（渔港） */ | 'port'
  /* 消纳场 */ | 'disposal-site'
  /* 住宅小区 */ | 'residential'
  /* 其他 */ | 'other';

/** 参与单位角色 / Parts that organisations play at premises and in what is licensed */
export type PremisesRolesCode =
  /* 运营单位 */ | 'operator'
  /* 产权单位 */ | 'owner'
  /* 建设单位 */ | 'developer'
  /* 施工单位 */ | 'contractor'
  /* 分包单位 */ | 'subcontractor'
  /* 监理单位 */ | 'supervisor'
  /* 设计单位 */ | 'designer'
  /* 勘察单位 */ | 'surveyor'
  /* 物业服务企业 */ | 'property-manager'
  /* 举办者 */ | 'organiser'
  /* 其他 */ | 'other';

/** 场所状态 / Status of premises */
export type PremisesStatusesCode =
  /* 未启用 */ | 'planned'
  /* 使用中 */ | 'active'
  /* 停用 */ | 'suspended'
  /* 已完工 */ | 'completed'
  /* 迁址 */ | 'moved'
  /* 关闭 */ | 'closed'
  /* 其他 */ | 'other';

/** 行政处罚程序 / Procedures */
export type ProceduresCode =
  /* 简易程序 */ | 'simple'
  /* 普通程序 */ | 'ordinary'
  /* 快速办理 */ | 'fast'
  /* 听证程序 */ | 'hearing';

/** 复查结果 / Results of a recheck */
export type RecheckResultsCode =
  /* 复查合格 */ | 'passed'
  /* 复查不合格 */ | 'failed'
  /* 部分整改 */ | 'partly'
  /* 未能复查 */ | 'not-reached';

/** 记录类型 / Kinds of recording */
export type RecordingKindsCode =
  /* 视频 */ | 'video'
  /* 音频 */ | 'audio'
  /* 照片 */ | 'photo'
  /* 固定监控 */ | 'monitoring'
  /* 无人机影像 */ | 'drone'
  /* 文字记录 */ | 'text'
  /* 其他 */ | 'other';

/** 记录用途 / Purposes of recordings */
export type RecordingPurposesCode =
  /* 全过程记录 */ | 'process-record'
  /* 非现场监控证据 */ | 'monitoring-evidence';

/** 移送类型 / Kinds of referral */
export type ReferralKindsCode =
  /* 涉嫌犯罪移送公安机关 */ | 'criminal'
  /* 移送有管辖权部门 */ | 'department'
  /* 镇（街道）移送区级部门 */ | 'town-to-district'
  /* 区级部门移交镇（街道） */ | 'district-to-town'
  /* 跨区域移送 */ | 'cross-region'
  /* 移送纪检监察 */ | 'discipline'
  /* 刑转行移送 */ | 'from-criminal'
  /* 其他 */ | 'other';

/** 移送状态 / Statuses of a referral */
export type ReferralStatusesCode =
  /* 已移送 */ | 'sent'
  /* 已接收 */ | 'accepted'
  /* 已立案 */ | 'filed'
  /* 不予立案 */ | 'not-filed'
  /* 已退回 */ | 'returned'
  /* 已办结 */ | 'completed';

/** 监管对象类别 / Kinds of regulated party */
export type RegulatedPartyKindsCode =
  /* 企业 */ | 'enterprise'
  /* 企业分支机构 */ | 'enterprise-branch'
  /* 个体工商户 */ | 'individual-business'
  /* 农民专业合作社 */ | 'farmers-cooperative'
  /* 农产品生产者 */ | 'farm'
  /* 医疗机构 */ | 'medical-institution'
  /* 校外培训机构 */ | 'training-institution'
  /* 学校 */ | 'school'
  /* 幼儿园 */ | 'kindergarten'
  /* 事业单位 */ | 'public-institution'
  /* 社会组织 */ | 'social-organisation'
  /* 自然人 */ | 'natural-person'
  /* 其他 */ | 'other';

/** 监管对象状态 / Status of a regulated party */
export type RegulatedPartyStatusesCode =
  /* 筹建 */ | 'preparing'
  /* 在业 */ | 'operating'
  /* 歇业 */ | 'suspended'
  /* 迁出 */ | 'moved-out'
  /* 关停 */ | 'closed'
  /* 注销 */ | 'cancelled'
  /* 吊销 */ | 'revoked'
  /* 撤销 */ | 'annulled'
  /* 其他 */ | 'other';

/** 法制审核情形 / Grounds of legal review */
export type ReviewGroundsCode =
  /* 涉及重大公共利益 */ | 'public-interest'
  /* 直接关系当事人或者第三人重大权益，经过听证程序 */ | 'third-party-rights'
  /* 案件情况疑难复杂、涉及多个法律关系 */ | 'complex'
  /* 法律、法规规定应当进行法制审核的其他情形 */ | 'by-law';

/** 审核类型 / Kinds of review */
export type ReviewKindsCode =
  /* 重大执法决定法制审核 */ | 'major-decision'
  /* 一般审核 */ | 'ordinary'
  /* 案卷评查 */ | 'file-review'
  /* 行政强制审核 */ | 'coercion'
  /* 其他 */ | 'other';

/** 审核结论 / Outcomes of a review */
export type ReviewOutcomesCode =
  /* 同意 */ | 'agreed'
  /* 修改后同意 */ | 'agreed-with-changes'
  /* 补充调查 */ | 'supplement'
  /* 不同意 */ | 'not-agreed'
  /* 建议移送 */ | 'transfer'
  /* 建议不予处罚 */ | 'no-penalty';

/** 审核状态 / Statuses of a review */
export type ReviewStatusesCode =
  /* 已送审 */ | 'submitted'
  /* 审核中 */ | 'reviewing'
  /* 退回补正 */ | 'returned'
  /* 审核完成 */ | 'completed'
  /* 撤回送审 */ | 'withdrawn';

/** 抽检类型 / Kinds of sampling */
export type SamplingKindsCode =
  /* 监督抽检 */ | 'supervision'
  /* 例行监测 */ | 'routine'
  /* 风险监测 */ | 'risk'
  /* 专项抽检 */ | 'special'
  /* 快速检测 */ | 'quick'
  /* 跟踪抽检 */ | 'follow-up'
  /* 投诉举报抽检 */ | 'complaint'
  /* 其他 */ | 'other';

/** 抽检结论 / Results of sampling */
export type SamplingResultsCode =
  /* 待出结论 */ | 'pending'
  /* 合格 */ | 'passed'
  /* 不合格 */ | 'failed'
  /* 疑似阳性 */ | 'suspected'
  /* 问题样品 */ | 'problem'
  /* 样品无效 */ | 'void';

/** 抽样环节 / Where in the chain a sample is taken */
export type SamplingStagesCode =
  /* 种植环节 */ | 'planting'
  /* 养殖环节 */ | 'breeding'
  /* 屠宰环节 */ | 'slaughter'
  /* 收储运环节 */ | 'purchase'
  /* 生产环节 */ | 'production'
  /* 流通环节 */ | 'distribution'
  /* 餐饮环节 */ | 'catering'
  /* 网络环节 */ | 'online'
  /* 使用环节 */ | 'use'
  /* 其他 */ | 'other';

/** 满意度 / Satisfaction */
export type SatisfactionsCode =
  /* 非常满意 */ | 'very-satisfied'
  /* 满意 */ | 'satisfied'
  /* 基本满意 */ | 'fair'
  /* 不满意 */ | 'dissatisfied'
  /* 非常不满意 */ | 'very-dissatisfied'
  /* 未评价 */ | 'not-rated';

/** 送达方式 / Kinds of service */
export type ServiceKindsCode =
  /* 直接送达 */ | 'direct'
  /* 留置送达 */ | 'left'
  /* 委托送达 */ | 'entrusted'
  /* 邮寄送达 */ | 'mail'
  /* 公告送达 */ | 'announcement'
  /* 电子送达 */ | 'electronic'
  /* 转交送达 */ | 'forwarded'
  /* 其他 */ | 'other';

/** 共享类型 / Sharing types */
export type SharingTypesCode =
  /* 无条件共享 */ | 'unconditional'
  /* 有条件共享 */ | 'conditional'
  /* 不予共享 */ | 'not-shared';

/** 执法队伍类别 / Kinds of team */
export type TeamKindsCode =
  /* 区综合行政执法队伍 */ | 'district-comprehensive'
  /* 部门执法队伍 */ | 'department'
  /* 镇（街道）综合行政执法局 */ | 'town-comprehensive'
  /* 开发区综合执法队伍 */ | 'zone-comprehensive'
  /* 联合执法 */ | 'joint'
  /* 其他 */ | 'other';

/** 阈值比较 / How a value is held against its threshold */
export type ThresholdKindsCode =
  /* 高于上限 */ | 'above'
  /* 低于下限 */ | 'below'
  /* 超出范围 */ | 'outside'
  /* 变幅过大 */ | 'change'
  /* 无数据 */ | 'absent'
  /* 其他 */ | 'other';

/** 紧急程度 / Urgency */
export type UrgenciesCode =
  /* 一般 */ | 'normal'
  /* 紧急 */ | 'urgent'
  /* 特急 */ | 'very-urgent';

/** 车船类别 / Kinds of vehicle and vessel */
export type VehicleKindsCode =
  /* 执法车辆 */ | 'enforcement-vehicle'
  /* 校车 */ | 'school-bus'
  /* 渣土车 */ | 'muck-truck'
  /* 巡游出租汽车 */ | 'taxi'
  /* 网络预约出租汽车 */ | 'ride-hailing'
  /* 道路货物运输车辆 */ | 'freight'
  /* 危险货物运输车辆 */ | 'dangerous-goods'
  /* 道路旅客运输车辆 */ | 'passenger'
  /* 公共汽电车 */ | 'city-bus'
  /* 教练车 */ | 'driving-school'
  /* 渔业船舶 */ | 'fishing-vessel'
  /* 执法船艇 */ | 'enforcement-vessel'
  /* 货运船舶 */ | 'cargo-vessel'
  /* 其他车辆 */ | 'other-vehicle'
  /* 其他船舶 */ | 'other-vessel';

/** 车船状态 / Status of a vehicle or vessel */
export type VehicleStatusesCode =
  /* 营运（在用） */ | 'in-service'
  /* 停运 */ | 'suspended'
  /* 维修 */ | 'repair'
  /* 转出 */ | 'transferred'
  /* 报废 */ | 'scrapped'
  /* 注销 */ | 'cancelled'
  /* 吊销 */ | 'revoked'
  /* 其他 */ | 'other';

/** 失信行为程度 / Severity */
export type ViolationSeveritiesCode =
  /* 轻微 */ | 'minor'
  /* 一般 */ | 'general'
  /* 严重 */ | 'serious';

/** 预警类别 / Kinds of warning */
export type WarningKindsCode =
  /* 工资支付 */ | 'wage-payment'
  /* 渣土运输 */ | 'muck-truck'
  /* 车辆运行 */ | 'vehicle'
  /* 船舶动态 */ | 'vessel'
  /* 水位 */ | 'water-level'
  /* 雨量 */ | 'rainfall'
  /* 流量 */ | 'flow'
  /* 饮用水卫生 */ | 'drinking-water'
  /* 工地安全 */ | 'construction-site'
  /* 扬尘 */ | 'dust'
  /* 噪声 */ | 'noise'
  /* 特种设备 */ | 'special-equipment'
  /* 燃气 */ | 'gas'
  /* 消防 */ | 'fire'
  /* 污染物排放 */ | 'emission'
  /* 食品安全 */ | 'food-safety'
  /* 校园安全 */ | 'campus'
  /* 许可到期 */ | 'licence-expiry'
  /* 设备离线 */ | 'device-offline'
  /* 其他 */ | 'other';

/** 预警等级 / Levels of warning */
export type WarningLevelsCode =
  /* 蓝色（四级） */ | 'blue'
  /* 黄色（三级） */ | 'yellow'
  /* 橙色（二级） */ | 'orange'
  /* 红色（一级） */ | 'red'
  /* 未分级 */ | 'unrated';

/** 预警状态 / Status of a warning */
export type WarningStatusesCode =
  /* 已发出 */ | 'raised'
  /* 已签收 */ | 'acknowledged'
  /* 处置中 */ | 'handling'
  /* 已处置 */ | 'handled'
  /* 已解除 */ | 'cleared'
  /* 误报 */ | 'false-alarm'
  /* 其他 */ | 'other';

/** 诉求类型 / Kinds of request */
export type WorkOrderKindsCode =
  /* 咨询 */ | 'consultation'
  /* 求助 */ | 'request'
  /* 投诉 */ | 'complaint'
  /* 举报 */ | 'report'
  /* 建议 */ | 'suggestion'
  /* 表扬 */ | 'praise'
  /* 其他 */ | 'other';

/** 工单来源 / Channels of work orders */
export type WorkOrderSourcesCode =
  /* 电话 */ | 'phone'
  /* 网站 */ | 'web'
  /* 移动端 */ | 'app'
  /* 微信 */ | 'wechat'
  /* 来信来访 */ | 'letter'
  /* 平台转办 */ | 'transferred'
  /* 其他 */ | 'other';

/** 工单状态 / Statuses of a work order */
export type WorkOrderStatusesCode =
  /* 已受理 */ | 'received'
  /* 已派单 */ | 'assigned'
  /* 已签收 */ | 'signed'
  /* 办理中 */ | 'handling'
  /* 已延期 */ | 'extended'
  /* 已答复 */ | 'replied'
  /* 已办结 */ | 'closed'
  /* 已退单 */ | 'returned'
  /* 重办 */ | 'reopened'
  /* 作废 */ | 'void';

/** 诉求领域 / Fields of requests */
export type WorkOrderTopicsCode =
  /* 城市管理 */ | 'city-management'
  /* 住房城建 */ | 'housing'
  /* 市场监管 */ | 'market'
  /* 交通出行 */ | 'traffic'
  /* 生态环境 */ | 'environment'
  /* 劳动保障 */ | 'labour'
  /* 教育 */ | 'education'
  /* 医疗卫生 */ | 'health'
  /* 农业农村 */ | 'agriculture'
  /* 水务水利 */ | 'water'
  /* 公安政法 */ | 'public-security'
  /* 安全生产 */ | 'safety'
  /* 公用事业 */ | 'utilities'
  /* 政务服务 */ | 'services'
  /* 其他 */ | 'other';
