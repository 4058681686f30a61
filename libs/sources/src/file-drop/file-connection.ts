/** Where the files are dropped; set by an administrator, kept sealed. */
export type FileConnection = FolderConnection | SftpConnection;

export interface FolderConnection {
  readonly kind: 'folder';
  /** Absolute path, as this process sees it. */
  readonly directory: string;
  readonly stableSeconds?: number;
}

export interface SftpConnection {
  readonly kind: 'sftp';
  readonly host: string;
  /** 22 unless given. */
  readonly port?: number;
  readonly user: string;
  readonly password?: string;
  /** OpenSSH or PEM. */
  readonly privateKey?: string;
  readonly passphrase?: string;
  /** Of the host keys that are accepted, as `ssh-keygen -lf` prints them: `SHA256:…`. Two while a key is being changed. */
  readonly hostFingerprints: readonly string[];
  /** Path on the server. */
  readonly directory: string;
  /** Instead of the seconds of a file that is ready when it is `stable`: how fast files arrive is a matter of the line. */
  readonly stableSeconds?: number;
}

const DIRECTORY = { type: 'string', minLength: 1 };
const STABLE_SECONDS = {
  title:
    '文件多少秒不变视为写完（覆盖适配器设置） / Seconds without a change after which a file is complete, instead of the adapter’s',
  type: 'integer',
  minimum: 1,
  maximum: 86_400,
};

export const FILE_CONNECTION_SCHEMA = {
  title: '文件投递目录 / Folder that files are dropped into',
  type: 'object',
  oneOf: [
    {
      title: '本地目录 / Local folder',
      type: 'object',
      additionalProperties: false,
      required: ['kind', 'directory'],
      properties: {
        kind: { const: 'folder' },
        directory: {
          ...DIRECTORY,
          title: '目录（绝对路径） / Folder (absolute path)',
          pattern: '^(/|[A-Za-z]:[\\\\/])',
        },
        stableSeconds: STABLE_SECONDS,
      },
    },
    {
      title: 'SFTP 服务器 / SFTP server',
      type: 'object',
      additionalProperties: false,
      required: ['kind', 'host', 'user', 'hostFingerprints', 'directory'],
      anyOf: [{ required: ['password'] }, { required: ['privateKey'] }],
      properties: {
        kind: { const: 'sftp' },
        host: { title: '主机 / Host', type: 'string', minLength: 1 },
        port: { title: '端口 / Port', type: 'integer', minimum: 1, maximum: 65_535 },
        user: { title: '用户名 / User', type: 'string', minLength: 1 },
        password: { title: '密码 / Password', type: 'string', minLength: 1, writeOnly: true },
        privateKey: { title: '私钥 / Private key', type: 'string', minLength: 1, writeOnly: true },
        passphrase: { title: '私钥口令 / Passphrase', type: 'string', minLength: 1, writeOnly: true },
        hostFingerprints: {
          title: '主机密钥指纹（SHA256:…） / Fingerprints of the host key (SHA256:…)',
          type: 'array',
          minItems: 1,
          items: { type: 'string', pattern: '^SHA256:[A-Za-z0-9+/]{43}$' },
        },
        directory: { ...DIRECTORY, title: '服务器上的目录 / Folder on the server' },
        stableSeconds: STABLE_SECONDS,
      },
    },
  ],
};
