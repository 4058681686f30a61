/** What `setup` alone prints. */
export const USAGE = `用法 / Usage: setup <command>
  migrate                                   建立或升级数据表 / create or upgrade the tables
  register [--stage <stage>]                登记 adapters/ 中的系统与映射，新系统处于“申请”，除非另行指定 / register the systems and
                                            mappings of adapters/; new systems begin as applied unless told otherwise
  stage [<system> [<stage>]]                查看或推进系统的接入阶段 / show the stages of the systems, or take one a step further:
                                            applied → joint-test → trial-run → in-operation → retired
  maintenance [<system> --until <分钟/minutes|时刻/time> --reason <text> | --end]
                                            系统维护：期间不接收、不读取 / nothing is taken or read while it lasts
  issue-key <system> [--trial] [--kind api-key|hmac-sha256|hmac-sm3] [--days N]
                                            发放系统密钥，只显示一次 / issue a key of a system, shown once
  issue-token <name> [--topics a,b] [--jurisdictions a,b] [--departments a,b] [--unmasked] [--days N]
                                            发放读取令牌，只显示一次 / issue a reader's token, shown once
  connect <system> <file.json> [--start now|beginning] [--keep-checkpoint | --from-beginning]
                                            设置由网关读取的系统的连接参数；now：已有数据留待回填 / set the connection of a system that
                                            the gateway reads; now: what is there already is left to a back-fill
  test-connection <system>                  测试连接，指出失败的步骤 / test it and name the step that fails
  try-source <system> <stream> [--records 100]
                                            试读前若干条并校验，什么都不保存 / read and check the first records, keep nothing
  sources [<system>]                        各数据流的来源、阶段、最近数据与问题 / how the streams fare
  alarms [--all | --close <id>]             告警；--close：无法自动恢复的，处理后关闭 / alarms; close what does not recover by itself
  backfill [<system> <stream> start [--rate 500] | status | pause | resume | cancel]
                                            回填数据源已有的数据，限速、可续、让路实时 / fill back what a source already holds
  drift [<system> [<stream>]] [--all]       各数据流与约定结构的差异 / where the streams differ from their schemas
  drift <system> <stream> --accept <path>   认可该字段的变化 / take what a field has become as it is
  handover-ddl <system> <stream> <dialect>   前置库建表脚本 / script of the hand-over tables: postgres kingbase mysql sqlserver oracle dm
  reconcile <system> <stream> [--withdraw | --keep]
                                            核对源库与已读数据，补读遗漏；源库已无的：withdraw 撤回，keep 保留且不再提示 / hold what
                                            the source has against what was taken, read what was missed; withdraw or keep what is gone
  reconciliations                           各数据流最近几次核对的结果 / what the last reconciliations found
  reset-checkpoint <system> <stream> [--lane live|history]
                                            放弃读取位置，从头读取 / give up a reader's place and begin again
  resume <system> <stream>                  让停止的数据流、暂停的数据源继续 / let a stopped stream or a paused source go on
  revoke <id>                               立即吊销密钥或令牌 / revoke a key or token at once`;

export const EXIT_USAGE = 64;
