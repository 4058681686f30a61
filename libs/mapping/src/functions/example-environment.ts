import type { CodeEntry, CodeTable } from '@exchange/contracts';
import type { StepEnvironment } from './mapping-function.ts';

/** Tables and code lists that the functions' examples refer to: a few entries of what a mapping and `schemas/codes` hold. */
export const EXAMPLE_ENVIRONMENT: StepEnvironment = {
  tables: new Map([
    [
      'case-status',
      {
        entries: new Map([
          ['01', 'filed'],
          ['2', 'decided'],
        ]),
        fallback: undefined,
      },
    ],
    ['party-kind', { entries: new Map([['1', 'person']]), fallback: 'other' }],
  ]),
  codes: new Map([
    list('penalty-kinds', [
      entry('warning', '警告', 'Warning'),
      entry('fine', '罚款', 'Fine', { aliases: ['罚金'] }),
    ]),
    list('divisions', [
      entry('320412', '武进区', 'Wujin District'),
      entry('320412100', '湖塘镇', 'Hutang Town'),
      entry('320405', '戚墅堰区', 'Qishuyan District', { validUntil: '2015-04-28', replacedBy: '320412' }),
    ]),
    list('jurisdictions', [
      entry('320412100', '湖塘镇', 'Hutang Town', { aliases: ['湖塘'] }),
      entry('wujin-hightech', '武进国家高新技术产业开发区', 'Wujin National High-tech Zone', {
        aliases: ['高新区', '武进高新区'],
      }),
      entry('changzhou-economic', '常州经济开发区', 'Changzhou Economic Development Zone', {
        aliases: ['320405', '常州经开区'],
      }),
    ]),
  ]),
};

function list(name: string, entries: readonly CodeEntry[]): [string, CodeTable] {
  return [name, { name, version: '1', title: { zh: name, en: name }, source: 'examples', entries }];
}

function entry(code: string, zh: string, en: string, more: Partial<CodeEntry> = {}): CodeEntry {
  return { code, zh, en, validFrom: null, validUntil: null, ...more };
}
