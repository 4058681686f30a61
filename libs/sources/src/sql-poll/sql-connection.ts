import type { SqlDialect } from './sql-settings.ts';

/** Where a database is found; set by an administrator, kept sealed. */
export interface SqlConnection {
  readonly host: string;
  readonly port: number;
  /** Oracle: the service name. */
  readonly database: string;
  readonly user: string;
  readonly password: string;
  /** Instead of the schema of the settings. */
  readonly schema?: string;
  /** Instead of the dialect of the settings, where a copy of the system (回流库) is kept in another product. */
  readonly dialect?: SqlDialect;
  /** `verify`: the server's certificate must be signed by `ca` or a public authority. `encrypt`: any certificate. Default `off`. */
  readonly tls?: 'off' | 'encrypt' | 'verify';
  /** PEM. */
  readonly ca?: string;
}

export const SQL_CONNECTION_SCHEMA = {
  title: '数据库连接 / Connection to a database',
  type: 'object',
  additionalProperties: false,
  required: ['host', 'port', 'database', 'user', 'password'],
  properties: {
    host: { title: '主机 / Host', type: 'string', minLength: 1, maxLength: 253 },
    port: { title: '端口 / Port', type: 'integer', minimum: 1, maximum: 65_535 },
    database: {
      title: '数据库名（Oracle 为服务名） / Database (Oracle: service name)',
      type: 'string',
      minLength: 1,
      maxLength: 128,
    },
    user: { title: '用户名（只读账号） / User (a read-only account)', type: 'string', minLength: 1 },
    password: { title: '密码 / Password', type: 'string', minLength: 1, writeOnly: true },
    schema: {
      title: '模式（覆盖适配器设置） / Schema, instead of the adapter’s',
      type: 'string',
      minLength: 1,
    },
    dialect: {
      title: '数据库类型（覆盖适配器设置） / Database product, instead of the adapter’s',
      enum: ['postgres', 'kingbase', 'mysql', 'sqlserver', 'oracle', 'dm'],
    },
    tls: {
      title: '传输加密：off 不加密，encrypt 加密，verify 加密并校验证书 / Transport encryption',
      enum: ['off', 'encrypt', 'verify'],
    },
    ca: { title: '签发机构证书（PEM） / Certificate of the authority (PEM)', type: 'string', minLength: 1 },
  },
};
