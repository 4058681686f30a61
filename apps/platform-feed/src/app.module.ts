import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { EventLog } from '@exchange/event-log';
import { ReaderGuard, type TokenDirectory } from '@exchange/runtime';
import type { Store } from '@exchange/store';
import { ChainsController } from './chains/chains.controller.ts';
import { CountsController } from './counts/counts.controller.ts';
import { PositionsController } from './positions/positions.controller.ts';
import type { QuerySettings } from './query-settings.ts';
import { RecordsController } from './records/records.controller.ts';
import { EVENT_LOG, POOL, QUERY_SETTINGS } from './tokens.ts';

export interface PlatformFeedParts {
  readonly store: Store;
  readonly eventLog: EventLog;
  readonly tokens: TokenDirectory;
  readonly query: QuerySettings;
}

/** The composition root of the query API. */
@Module({})
export class AppModule {
  static of({ store, eventLog, tokens, query }: PlatformFeedParts): DynamicModule {
    return {
      module: AppModule,
      controllers: [RecordsController, ChainsController, CountsController, PositionsController],
      providers: [
        { provide: APP_GUARD, useValue: new ReaderGuard({ tokens, realm: 'platform' }) },
        { provide: POOL, useValue: store.pool },
        { provide: EVENT_LOG, useValue: eventLog },
        { provide: QUERY_SETTINGS, useValue: query },
      ],
    };
  }
}
