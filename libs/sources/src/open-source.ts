import type { SourceKind, StreamEntry } from '@exchange/catalog';
import type { JsonObject } from '@exchange/contracts';
import { FILE_CONNECTION_SCHEMA, type FileConnection } from './file-drop/file-connection.ts';
import type { FileLayout, FileSettings } from './file-drop/file-settings.ts';
import { openFileSource } from './file-drop/open-file-source.ts';
import type { ProcessedFiles } from './file-drop/processed-files.ts';
import { inSmallChunks, whyNoHistory } from './history.ts';
import { POLL_CONNECTION_SCHEMA, type PollConnection } from './poll/poll-connection.ts';
import type { PollSettings } from './poll/poll-settings.ts';
import { openPollSource, type PollMemory } from './poll/poll-source.ts';
import type { Source } from './port.ts';
import { openQueueSource } from './queue/open-queue-source.ts';
import { QUEUE_CONNECTION_SCHEMA, type QueueConnection } from './queue/queue-connection.ts';
import type { QueueSettings } from './queue/queue-settings.ts';
import { SourceError } from './source-error.ts';
import { openSqlSource } from './sql-poll/open-sql-source.ts';
import type { RowDigests } from './sql-poll/row-digests.ts';
import { SQL_CONNECTION_SCHEMA, type SqlConnection } from './sql-poll/sql-connection.ts';
import type { SqlSettings } from './sql-poll/sql-settings.ts';

/** What an administrator sets for a system of each kind. JSON Schemas with titles in both languages. */
export const CONNECTION_SCHEMAS: Readonly<Record<Exclude<SourceKind, 'push'>, object>> = {
  poll: POLL_CONNECTION_SCHEMA,
  sql: SQL_CONNECTION_SCHEMA,
  file: FILE_CONNECTION_SCHEMA,
  queue: QUEUE_CONNECTION_SCHEMA,
};

export interface SourceOptions {
  readonly system: string;
  readonly stream: string;
  readonly entry: StreamEntry;
  readonly connection: JsonObject;
  readonly memory: SourceMemory;
  /** For a back-fill: what the source holds, once, in small chunks. Refused where `whyNoHistory` says why. */
  readonly history?: { readonly chunkRecordsMax: number };
  /** Told of what somebody should know although reading goes on: `kind` and names, nothing of a record's content. */
  readonly onNotice?: (kind: string, fields: Readonly<Record<string, unknown>>) => void;
  /** Told now and then while a source whose reading does not end (a queue) is connected and has nothing more at present. */
  readonly onUpToDate?: () => void;
}

/** What the sources of one exchange have in common, or remember beyond their own life. */
export interface SourceMemory extends PollMemory {
  readonly processedFiles: ProcessedFiles;
  readonly rowDigests: RowDigests;
  /** Where files of SFTP servers and the texts of large workbooks are kept while they are read. */
  readonly spoolDirectory: string;
}

/**
 * The source of a stream that the gateway reads. Settings were checked with the catalogue, the connection when it was set:
 * that is what the casts stand on.
 */
export function openSource(options: SourceOptions): Source {
  const { system, stream, entry, memory, history, onNotice, onUpToDate } = options;
  const { kind, charset, records } = entry.source;
  const isHistory = history !== undefined;
  const refusal = isHistory ? whyNoHistory(entry.source) : null;
  if (refusal) throw new SourceError('settings', refusal);
  const given = entry.source[kind as Exclude<SourceKind, 'push'>] as unknown;
  const settings = history ? inSmallChunks(kind, given, history.chunkRecordsMax) : given;
  const connection = options.connection as unknown;
  const name = { system, stream };
  const at = records === undefined ? {} : { records };
  switch (kind) {
    case 'poll':
      return openPollSource({
        settings: settings as PollSettings,
        connection: connection as PollConnection,
        stream: name,
        charset,
        ...at,
        memory,
        now: () => new Date(),
        ...(onNotice === undefined ? {} : { onNotice }),
      });
    case 'sql':
      return openSqlSource({
        settings: settings as SqlSettings,
        connection: connection as SqlConnection,
        stream: { ...name, sourceSchema: entry.sourceSchema },
        rowDigests: memory.rowDigests,
        isHistory,
        now: Date.now,
        onDrift: ({ kind: drift, columns }) => onNotice?.(drift, { columns }),
      });
    case 'file':
      return openFileSource({
        settings: settings as FileSettings,
        connection: connection as FileConnection,
        stream: name,
        layout: layoutOf(entry),
        isHistory,
        processed: memory.processedFiles,
        spoolDirectory: memory.spoolDirectory,
        room: memory.answerRoom,
        now: () => new Date(),
        onNotice: ({ kind: notice, file }) => onNotice?.(notice, { file }),
      });
    case 'queue':
      return openQueueSource({
        settings: settings as QueueSettings,
        connection: connection as QueueConnection,
        stream: name,
        charset,
        ...at,
        ...(onUpToDate === undefined ? {} : { onUpToDate }),
        onSessionLost: () => onNotice?.('session-lost', {}),
      });
    case 'push':
      throw new SourceError('settings', {
        zh: '该数据流由系统推送，不由网关读取',
        en: 'this stream is pushed by its system, not read by the gateway',
      });
    default:
      return kind satisfies never;
  }
}

function layoutOf({ source }: StreamEntry): FileLayout {
  const { format, charset, records, csv } = source;
  return {
    format,
    charset,
    ...(records === undefined ? {} : { records }),
    ...(csv === undefined ? {} : { csv }),
  } as FileLayout;
}
