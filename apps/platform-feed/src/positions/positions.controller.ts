import { mayReadTopic } from '@exchange/access';
import { CurrentReader, type Reader } from '@exchange/runtime';
import { Controller, Get, Inject } from '@nestjs/common';
import type { EventLog } from '@exchange/event-log';
import { openDeliveryFailures, positionsOf, withStoreErrors, type Store } from '@exchange/store';
import type { QuerySettings } from '../query-settings.ts';
import { EVENT_LOG, POOL, QUERY_SETTINGS } from '../tokens.ts';

const FAILURES_SHOWN_MAX = 100;

@Controller('v1/positions')
export class PositionsController {
  constructor(
    @Inject(POOL) private readonly pool: Store['pool'],
    @Inject(EVENT_LOG) private readonly eventLog: EventLog,
    @Inject(QUERY_SETTINGS) private readonly settings: QuerySettings,
  ) {}

  /** How far the feed has come in each partition, how much is before it, and what it could not apply. */
  @Get()
  async positions(@CurrentReader() { scope }: Reader) {
    const { group, schemas } = this.settings;
    const standing = await withStoreErrors(() => positionsOf(this.pool, group));
    const byPartition = new Map(standing.map((row) => [`${row.topic}/${row.partition}`, row]));
    const partitions = [];
    for (const { topic } of schemas.subjects.values()) {
      if (!mayReadTopic(scope, topic)) continue;
      for (const [partition, { earliest, next }] of await this.eventLog.bounds(topic)) {
        const row = byPartition.get(`${topic}/${partition}`);
        const position = Math.max(row?.position ?? earliest, earliest);
        const movedTime = row?.movedAt.toISOString() ?? null;
        partitions.push({ topic, partition, position, next, lag: Math.max(0, next - position), movedTime });
      }
    }
    // Failures are of all topics and places, so they are shown to those only who may see all of them.
    const seesAll = scope.topics === 'all' && scope.jurisdictions === 'district';
    const failures = seesAll
      ? await withStoreErrors(() => openDeliveryFailures(this.pool, group, FAILURES_SHOWN_MAX))
      : [];
    return { group, lag: partitions.reduce((sum, { lag }) => sum + lag, 0), partitions, failures };
  }
}
