import type { Source } from '../port.ts';
import { AnswerRoom } from '../running/answer-room.ts';
import type { FileConnection } from './file-connection.ts';
import { historyFolder, type FileLayout, type FileSettings } from './file-settings.ts';
import { FileSource, type FileNotice } from './file-source.ts';
import { LocalPlace } from './places/local-place.ts';
import { SftpPlace } from './places/sftp-place.ts';
import type { FileStream, ProcessedFiles } from './processed-files.ts';

export interface FileSourceParts {
  readonly stream: FileStream;
  /** How the stream's files are read, unless one of the settings' own layouts says otherwise. */
  readonly layout: FileLayout;
  readonly settings: FileSettings;
  readonly connection: FileConnection;
  /** Reads the files that are kept for a back-fill instead of those that come. */
  readonly isHistory?: boolean;
  readonly processed: ProcessedFiles;
  /**
   * Where files of an SFTP server and the texts of large workbooks are kept while they are read: as much room as the largest of
   * them takes, unpacked.
   */
  readonly spoolDirectory: string;
  /** Bounds what the sources of the process have read ahead; its own unless given. */
  readonly room?: AnswerRoom | undefined;
  readonly now: () => Date;
  readonly onNotice?: (notice: FileNotice) => void;
}

export function openFileSource({ connection, isHistory, ...parts }: FileSourceParts): Source {
  const { room = new AnswerRoom() } = parts;
  const settings = settingsFor(parts.settings, connection);
  const { subfolder = '' } = settings;
  const below = [subfolder, isHistory ? historyFolder(settings) : ''].filter((folder) => folder !== '');
  const directory =
    below.length === 0
      ? connection.directory
      : [connection.directory.replace(/\/+$/u, ''), ...below].join('/');
  const place =
    connection.kind === 'folder'
      ? new LocalPlace(directory)
      : new SftpPlace({ ...connection, directory }, parts.spoolDirectory);
  return new FileSource({ ...parts, settings, place, room });
}

function settingsFor(settings: FileSettings, { stableSeconds }: FileConnection): FileSettings {
  const { ready } = settings;
  if (ready.kind !== 'stable' || stableSeconds === undefined) return settings;
  return { ...settings, ready: { kind: 'stable', seconds: stableSeconds } };
}
