import { networkStep } from '../../connecting/network-step.ts';
import { SourceError } from '../../source-error.ts';

/** The queue has a consumer that wants to be alone, as ours do. */
export function isInExclusiveUse(error: unknown): boolean {
  return replyCode(error) === 403 && textOf(error).includes('exclusive use');
}

export function isNotFound(error: unknown): boolean {
  return replyCode(error) === 404;
}

/** What an error of the AMQP client means for who set the source up. `during` tells apart what the broker refuses by one code. */
export function amqpFailure(error: unknown, during: 'login' | 'channel'): SourceError {
  if (error instanceof SourceError) return error;
  const cause = { cause: error };
  switch (replyCode(error)) {
    case 403:
      if (during === 'login') return new SourceError('credentials', CREDENTIALS, cause);
      if (isInExclusiveUse(error)) return new SourceError('protocol', IN_USE, cause);
      return new SourceError('permission', PERMISSION, cause);
    case 404:
      return new SourceError('missing-object', MISSING, cause);
    case 405:
      return new SourceError('permission', LOCKED, cause);
    case 406:
      return new SourceError('settings', PRECONDITION, cause);
    case null:
      if (isVhostRefused(error)) return new SourceError('missing-object', VHOST, cause);
      return isTimeout(error) ? new SourceError('tcp', TIMEOUT, cause) : networkStep(error);
    default:
      return new SourceError('protocol', ENDED, cause);
  }
}

/** The broker has ended the consumer, because the queue was removed or moved. */
export function cancelledByBroker(): SourceError {
  return new SourceError('protocol', {
    zh: '消息服务器取消了订阅（队列可能已被删除或迁移）',
    en: 'the broker cancelled the consumer: the queue may have been removed or moved',
  });
}

export function connectionEnded(): SourceError {
  return new SourceError('tcp', ENDED);
}

const CREDENTIALS = {
  zh: '消息服务器拒绝登录，请检查用户名和密码',
  en: 'the broker refused user and password',
};
const IN_USE = {
  zh: '队列正被另一个消费者独占使用',
  en: 'another consumer has the queue for itself',
};
const PERMISSION = {
  zh: '用户没有读取该队列（或声明、绑定）的权限',
  en: 'the user may not read the queue (or not declare or bind it)',
};
const MISSING = {
  zh: '队列（或要绑定的交换机）不存在',
  en: 'the queue, or an exchange that it is bound to, does not exist',
};
const LOCKED = { zh: '队列只属于另一个连接', en: 'the queue belongs to another connection alone' };
const PRECONDITION = {
  zh: '队列已存在，但其属性与设置不一致',
  en: 'the queue exists with other properties than the settings ask for',
};
const VHOST = {
  zh: '虚拟主机不存在，或用户没有访问它的权限',
  en: 'the virtual host does not exist, or the user may not use it',
};
const TIMEOUT = {
  zh: '连接消息服务器超时，请检查地址、端口与防火墙',
  en: 'connecting to the broker takes too long: check address, port and firewall',
};
const ENDED = { zh: '消息服务器断开了连接', en: 'the broker ended the connection' };

/** Reply code of AMQP 0-9-1. During the login the client puts it into its message only. */
function replyCode(error: unknown): number | null {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'number')
    return error.code;
  const code = /\b(\d{3}) \([A-Z-]+\)/.exec(textOf(error))?.[1];
  return code === undefined ? null : Number(code);
}

/** The broker gives a reason, which the client keeps to itself. */
function isVhostRefused(error: unknown): boolean {
  return textOf(error).startsWith('Expected ConnectionOpenOk; got <ConnectionClose');
}

function isTimeout(error: unknown): boolean {
  return textOf(error) === 'connect ETIMEDOUT';
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : '';
}
