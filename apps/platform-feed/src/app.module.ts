import { Module, type DynamicModule } from '@nestjs/common';
import type { EventLog } from '@exchange/event-log';
import type { Store } from '@exchange/store';
import { ChainsController } from './chains/chains.controller.ts';
import { CountsController } from './counts/counts.controller.ts';
import { PositionsController } from './positions/positions.controller.ts';
import type { QuerySettings } from './query-settings.ts';
import { ReaderGuard, type TokenDirectory } from './readers/reader-guard.ts';
import { RecordsController } from './records/records.controller.ts';
import { EVENT_LOG, POOL, QUERY_SETTINGS, TOKEN_DIRECTORY } from './tokens.ts';

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
        ReaderGuard,
        { provide: POOL, useValue: store.pool },
        { provide: EVENT_LOG, useValue: eventLog },
        { provide: TOKEN_DIRECTORY, useValue: tokens },
        { provide: QUERY_SETTINGS, useValue: query },
      ],
    };
  }
}
