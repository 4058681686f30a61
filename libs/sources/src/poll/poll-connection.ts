/** Where a REST interface is found; set by an administrator, kept sealed. */
export interface PollConnection {
  /** Such as `https://10.32.1.8:8443/open`; the settings' paths are appended. */
  readonly baseUrl: string;
  readonly user?: string;
  readonly password?: string;
  /** Key of HMAC signatures. */
  readonly secret?: string;
  /** PEM of the authority that signed the server's certificate, where it is no public one. */
  readonly ca?: string;
  /** First moment that is asked for, RFC 3339, instead of the one of the settings' window. */
  readonly start?: string;
  /** Further values that the settings name as `{connection.<name>}`. */
  readonly values?: Readonly<Record<string, string>>;
}

export const POLL_CONNECTION_SCHEMA = {
  title: '接口连接 / Connection to a REST interface',
  type: 'object',
  additionalProperties: false,
  required: ['baseUrl'],
  properties: {
    baseUrl: { title: '接口地址 / Base URL', type: 'string', pattern: '^https?://[^\\s?#]+$' },
    user: { title: '用户名 / User', type: 'string', minLength: 1 },
    password: { title: '密码 / Password', type: 'string', minLength: 1, writeOnly: true },
    secret: { title: '签名密钥 / Signing secret', type: 'string', minLength: 1, writeOnly: true },
    ca: { title: '签发机构证书（PEM） / Certificate of the authority (PEM)', type: 'string', minLength: 1 },
    start: {
      title: '起始时间（覆盖适配器设置） / First moment that is asked for, instead of the adapter’s',
      type: 'string',
      format: 'date-time',
    },
    values: {
      title: '其他参数（如 appId） / Further values, such as an appId',
      type: 'object',
      additionalProperties: { type: 'string' },
    },
  },
};
