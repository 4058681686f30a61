/** Where a broker is found; set by an administrator, kept sealed. */
export interface QueueConnection {
  readonly host: string;
  /**
   * Instead of the protocol of the settings, where the broker bridges to another one. A queue that is read by MQTT is a topic
   * of its name.
   */
  readonly protocol?: 'mqtt';
  /** Default: 1883 or 8883 (TLS) for MQTT, 5672 or 5671 for AMQP. */
  readonly port?: number;
  readonly tls?: boolean;
  /** PEM of the authority that signed the server's certificate, where it is no public one. */
  readonly ca?: string;
  readonly user?: string;
  readonly password?: string;
  /** AMQP; default `/`. */
  readonly vhost?: string;
  /**
   * MQTT: what the client ids start with, followed by system and stream; default `wujin-exchange`. Two deployments that read
   * from one broker need two, or they take each other's session away.
   */
  readonly clientIdPrefix?: string;
}

export const QUEUE_CONNECTION_SCHEMA = {
  title: '消息队列连接 / Connection to a message broker',
  type: 'object',
  additionalProperties: false,
  required: ['host'],
  properties: {
    host: { title: '服务器地址 / Host', type: 'string', minLength: 1, maxLength: 253 },
    protocol: {
      title:
        '协议（覆盖适配器设置；队列名即主题名） / Protocol, instead of the adapter’s: the name of a queue is the topic',
      const: 'mqtt',
    },
    port: { title: '端口 / Port', type: 'integer', minimum: 1, maximum: 65_535 },
    tls: { title: '使用 TLS 加密 / Use TLS', type: 'boolean' },
    ca: { title: '签发机构证书（PEM） / Certificate of the authority (PEM)', type: 'string', minLength: 1 },
    user: { title: '用户名 / User', type: 'string', minLength: 1 },
    password: { title: '密码 / Password', type: 'string', minLength: 1, writeOnly: true },
    vhost: { title: '虚拟主机（AMQP） / Virtual host (AMQP)', type: 'string', minLength: 1 },
    clientIdPrefix: {
      title: '客户端标识前缀（MQTT） / Prefix of client ids (MQTT)',
      type: 'string',
      pattern: '^[A-Za-z0-9._-]{1,64}$',
    },
  },
};
