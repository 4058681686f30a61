import type { Source } from '../port.ts';
import type { FileConnection } from './file-connection.ts';
import type { FileLayout, FileSettings } from './file-settings.ts';
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
  readonly processed: ProcessedFiles;
  /** Where files of an SFTP server are kept while they are read: as much room as the largest of them. */
  readonly spoolDirectory: string;
  readonly now: () => Date;
  readonly onNotice?: (notice: FileNotice) => void;
}

export function openFileSource({ connection, spoolDirectory, ...parts }: FileSourceParts): Source {
  const settings = settingsFor(parts.settings, connection);
  const { subfolder = '' } = settings;
  const directory =
    subfolder === '' ? connection.directory : `${connection.directory.replace(/\/+$/u, '')}/${subfolder}`;
  const place =
    connection.kind === 'folder'
      ? new LocalPlace(directory)
      : new SftpPlace({ ...connection, directory }, spoolDirectory);
  return new FileSource({ ...parts, settings, place });
}

function settingsFor(settings: FileSettings, { stableSeconds }: FileConnection): FileSettings {
  const { ready } = settings;
  if (ready.kind !== 'stable' || stableSeconds === undefined) return settings;
  return { ...settings, ready: { kind: 'stable', seconds: stableSeconds } };
}
