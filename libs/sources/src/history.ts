import type { SourceSettings } from '@exchange/catalog';
import type { Detail } from '@exchange/contracts';
import type { FileSettings } from './file-drop/file-settings.ts';
import type { PollSettings } from './poll/poll-settings.ts';
import { SQL_DEFAULTS, type SqlSettings } from './sql-poll/sql-settings.ts';

/** Why a stream cannot be filled back by the gateway; null: it can. */
export function whyNoHistory(source: SourceSettings): Detail | null {
  if (source.kind === 'push')
    return {
      zh: '该数据流由系统推送：请由系统在推送地址加 ?historical=true 补传历史数据',
      en: 'this stream is pushed: have its system push what it holds with ?historical=true',
    };
  if (source.kind === 'queue')
    return {
      zh: '消息队列不保存历史消息，无法回填；请由系统重新发送，或另行提供文件、接口',
      en: 'a message broker keeps no history: have the system send it again, or hand it over as files or by an interface',
    };
  const { read } = (source.sql ?? {}) as unknown as Partial<SqlSettings>;
  if (source.kind === 'sql' && read?.strategy === 'digest')
    return {
      zh: '没有可用游标的表由实时读取整表比对，已有数据在首次读取时即全部取得，无需回填',
      en: 'a table without any usable cursor is read as a whole by its live reader, with all that it holds: there is nothing to fill back',
    };
  return null;
}

const NO_LATEST: Detail = {
  zh: '没有可用游标的表每次整表比对，不能只从现在开始；将从头读取',
  en: 'a table without any usable cursor is compared as a whole at each look and cannot begin now: it is read from its beginning',
};

/**
 * Why a stream cannot begin with what comes from now on; null: it can, or what is there is the live reader's anyway (files,
 * messages).
 */
export function whyNoLatest(source: SourceSettings): Detail | null {
  const { read } = (source.sql ?? {}) as unknown as Partial<SqlSettings>;
  return source.kind === 'sql' && read?.strategy === 'digest' ? NO_LATEST : null;
}

/** A live record must never wait behind a large chunk of history. */
export function inSmallChunks(kind: SourceSettings['kind'], settings: unknown, recordsMax: number): unknown {
  switch (kind) {
    case 'sql': {
      const sql = settings as SqlSettings;
      return { ...sql, pageRows: Math.min(sql.pageRows ?? SQL_DEFAULTS.pageRows, recordsMax) };
    }
    case 'file': {
      const file = settings as FileSettings;
      return { ...file, rowsMax: Math.min(file.rowsMax ?? recordsMax, recordsMax) };
    }
    case 'poll': {
      const poll = settings as PollSettings;
      if (!poll.paging) return poll;
      return { ...poll, paging: { ...poll.paging, size: Math.min(poll.paging.size, recordsMax) } };
    }
    default:
      return settings;
  }
}
