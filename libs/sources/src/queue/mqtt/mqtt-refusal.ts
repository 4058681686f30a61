import { SourceError } from '../../source-error.ts';

/** Reason codes of MQTT 5; the six return codes of 3.1.1 are translated into them. */
const UNSUPPORTED_VERSION = 0x84;
const RETURN_CODES: readonly number[] = [0, UNSUPPORTED_VERSION, 0x85, 0x88, 0x86, 0x87];

export function reasonOf(returnCode: number): number {
  return RETURN_CODES[returnCode] ?? returnCode;
}

/** Why a broker refused a connection. */
export function refusedConnection(reason: number): SourceError {
  switch (reason) {
    case 0x86:
    case 0x87:
    case 0x8c:
      return new SourceError('credentials', {
        zh: '消息服务器拒绝登录，请检查用户名和密码',
        en: 'the broker refused user and password',
      });
    case 0x85:
      return new SourceError('settings', {
        zh: '消息服务器不接受客户端标识，请检查连接中的客户端标识前缀',
        en: 'the broker does not accept the client id: check its prefix in the connection',
      });
    case 0x8a:
      return new SourceError('permission', {
        zh: '消息服务器禁止该客户端连接',
        en: 'the broker has banned this client',
      });
    case UNSUPPORTED_VERSION:
      return new SourceError('protocol', {
        zh: '消息服务器不支持设置的 MQTT 版本',
        en: 'the broker does not speak the MQTT version of the settings',
      });
    default:
      return new SourceError('protocol', {
        zh: `消息服务器暂不接受连接（原因码 ${reason}）`,
        en: `the broker takes no connection at present (reason code ${reason})`,
      });
  }
}

/** Why a broker refused a subscription. */
export function refusedSubscription(topic: string, reason: number): SourceError {
  const isInvalid = reason === 0x8f || reason === 0x9e || reason === 0xa2;
  return isInvalid
    ? new SourceError('settings', {
        zh: `消息服务器不接受主题过滤器 ${topic}（原因码 ${reason}）`,
        en: `the broker does not accept the topic filter ${topic} (reason code ${reason})`,
      })
    : new SourceError('permission', {
        zh: `没有订阅主题 ${topic} 的权限（原因码 ${reason}）`,
        en: `not allowed to subscribe to ${topic} (reason code ${reason})`,
      });
}

const TAKEN_OVER = 0x8e;

/** Why a broker ended a connection. */
export function endedConnection(reason: number): SourceError {
  return new SourceError(
    'protocol',
    reason === TAKEN_OVER
      ? {
          zh: '另一个客户端使用了相同的客户端标识，本连接被断开',
          en: 'another client took the session over with the same client id',
        }
      : {
          zh: `消息服务器断开了连接（原因码 ${reason}）`,
          en: `the broker ended the connection (reason code ${reason})`,
        },
  );
}
