import { SourceError } from '../source-error.ts';

const MIB = 1_048_576;

/** As large as a body that is pushed may be. What is smaller and no record is kept in quarantine. */
export const MESSAGE_BYTES_MAX = 16 * MIB;

/**
 * The broker can neither be told to keep a message for itself nor be asked for a part of it, so the stream waits before it until
 * somebody takes it out. Were the broker told of the limit (MQTT 5 maximum packet size), it would throw the message away.
 */
export function messageTooLarge(): SourceError {
  return new SourceError('settings', {
    zh: `队列中有超过 ${MESSAGE_BYTES_MAX / MIB} MiB 的消息，无法接收；请在消息服务器上取出该消息，并要求发送方拆分`,
    en: `a message of more than ${MESSAGE_BYTES_MAX / MIB} MiB waits at the broker and cannot be taken: remove it there, and have its sender split it`,
  });
}
