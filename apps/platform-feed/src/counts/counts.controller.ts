import { Controller, Get, Inject, Query } from '@nestjs/common';
import type { JsonObject } from '@exchange/contracts';
import { CurrentReader, schemaPipe, type Reader } from '@exchange/runtime';
import type { Store } from '@exchange/store';
import { Labels, type Label } from '../labels.ts';
import type { QuerySettings } from '../query-settings.ts';
import { POOL, QUERY_SETTINGS } from '../tokens.ts';
import { COUNT_DIMENSIONS, readCounts, type CountDimension, type CountFilter } from './counts.store.ts';

const CODE = { type: 'string', minLength: 1, maxLength: 64 };
const DAY = { type: 'string', format: 'date', pattern: '^[1-9]' };

export const COUNT_QUERY_SCHEMA: JsonObject = {
  type: 'object',
  additionalProperties: false,
  required: ['by'],
  properties: {
    by: { enum: [...COUNT_DIMENSIONS], description: '按何统计 / what to count by' },
    module: CODE,
    subject: CODE,
    jurisdiction: CODE,
    department: CODE,
    from: { ...DAY, description: '业务日期起（含） / business day from, inclusive' },
    to: { ...DAY, description: '业务日期止（含） / business day to, inclusive' },
  },
};

type CountQuery = CountFilter & { readonly by: CountDimension };

@Controller('v1/counts')
export class CountsController {
  private readonly labels: Labels;

  constructor(
    @Inject(POOL) private readonly pool: Store['pool'],
    @Inject(QUERY_SETTINGS) settings: QuerySettings,
  ) {
    this.labels = new Labels(settings.schemas);
  }

  /** Records by module, chain, subject, jurisdiction or department, from roll-ups. */
  @Get()
  async counts(
    @Query(schemaPipe(COUNT_QUERY_SCHEMA, { coerce: true })) { by, ...filter }: CountQuery,
    @CurrentReader() { scope }: Reader,
  ) {
    const counts = await readCounts(this.pool, by, filter, scope);
    return {
      by,
      counts: counts.map(({ code, active, withdrawn }) => ({ ...this.labelOf(by, code), active, withdrawn })),
      total: {
        active: counts.reduce((sum, count) => sum + count.active, 0),
        withdrawn: counts.reduce((sum, count) => sum + count.withdrawn, 0),
      },
    };
  }

  private labelOf(
    dimension: CountDimension,
    code: string | null,
  ): Label | { code: null; zh: string; en: string } {
    if (code === null) return { code: null, zh: '属地不明', en: 'Jurisdiction not known' };
    switch (dimension) {
      case 'module':
        return this.labels.of('platform-modules', code);
      case 'chain':
        return this.labels.of('chains', code);
      case 'subject':
        return this.labels.subject(code);
      case 'jurisdiction':
        return this.labels.of('jurisdictions', code);
      case 'department':
        return this.labels.of('departments', code);
    }
  }
}
