import type { Detail } from '@exchange/contracts';
import type { ClosedBecause } from '@exchange/pipeline';

/** What a sender is told whose stream takes nothing, by the reason. The pages for vendors list the same. */
export interface ClosureAnswer {
  readonly status: 403 | 409 | 503;
  readonly code: string;
  readonly meaning: Detail;
  readonly remedy: Detail;
}

const CLOSED: ClosureAnswer = {
  status: 403,
  code: 'stream-closed',
  meaning: { zh: '本数据流未登记或已停用', en: 'this stream is not registered or is switched off' },
  remedy: { zh: '请联系数据管理员', en: 'ask the data office' },
};

export const CLOSURE_ANSWERS: Readonly<Record<ClosedBecause, ClosureAnswer>> = {
  unregistered: CLOSED,
  disabled: CLOSED,
  applied: {
    status: 403,
    code: 'system-not-admitted',
    meaning: {
      zh: '本系统处于“申请”阶段，尚不能报送数据',
      en: 'this system has applied and is not let in yet',
    },
    remedy: {
      zh: '请联系数据管理员进入联调测试，并领取测试密钥',
      en: 'ask the data office for the joint test and for a trial key',
    },
  },
  'joint-test': {
    status: 403,
    code: 'trial-key-needed',
    meaning: {
      zh: '本系统处于“联调测试”阶段，只接收用测试密钥发送的数据',
      en: 'this system is in its joint test: only what is sent with a trial key is taken',
    },
    remedy: {
      zh: '请改用测试密钥；正式密钥自试运行起可用',
      en: 'send it with the trial key; the live key is good from the trial run on',
    },
  },
  retired: {
    status: 403,
    code: 'system-retired',
    meaning: { zh: '本系统已注销，不再接收数据', en: 'this system was signed off and sends no more' },
    remedy: {
      zh: '请停止发送；如有疑问请联系数据管理员',
      en: 'stop sending; ask the data office if this is a surprise',
    },
  },
  maintenance: {
    status: 503,
    code: 'in-maintenance',
    meaning: { zh: '本系统的数据交换正在维护', en: 'the exchange with this system is under maintenance' },
    remedy: { zh: '请按 Retry-After 原样重试', en: 'repeat it as it is after Retry-After' },
  },
  blocked: {
    status: 503,
    code: 'stream-blocked',
    meaning: {
      zh: '本数据流未通过校验的记录过多，已暂停接收',
      en: 'too many records of this stream do not pass, it takes nothing for a while',
    },
    remedy: {
      zh: '请先对照回执改正数据，再按 Retry-After 重试；改正结果可用测试密钥或 ?dryRun=true 先行验证',
      en: 'mend the data by what the receipts say and repeat it after Retry-After; try the mended data with a trial key or ?dryRun=true',
    },
  },
  stopped: {
    status: 409,
    code: 'stream-stopped',
    meaning: {
      zh: '本数据流未通过校验的记录过多，已停止接收，须由数据管理员恢复',
      en: 'too many records of this stream do not pass, it was stopped until the data office resumes it',
    },
    remedy: {
      zh: '请改正数据，用测试密钥或 ?dryRun=true 验证后联系数据管理员恢复，再原样重试',
      en: 'mend the data, try it with a trial key or ?dryRun=true, ask the data office to resume the stream, and send it then',
    },
  },
};
