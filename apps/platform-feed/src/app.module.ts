import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { ObservedGroup } from '@exchange/consuming';
import { ReaderGuard, type TokenDirectory } from '@exchange/runtime';
import type { Store } from '@exchange/store';
import { ChainsController } from './chains/chains.controller.ts';
import { CountsController } from './counts/counts.controller.ts';
import { ObservationController } from './observation/observation.controller.ts';
import type { QuerySettings } from './query-settings.ts';
import { RecordsController } from './records/records.controller.ts';
import { OBSERVED_GROUP, POOL, QUERY_SETTINGS } from './tokens.ts';

export interface PlatformFeedParts {
  readonly store: Store;
  readonly observed: ObservedGroup;
  readonly tokens: TokenDirectory;
  readonly query: QuerySettings;
}

/** The composition root of the query API. */
@Module({})
export class AppModule {
  static of({ store, observed, tokens, query }: PlatformFeedParts): DynamicModule {
    return {
      module: AppModule,
      controllers: [RecordsController, ChainsController, CountsController, ObservationController],
      providers: [
        { provide: APP_GUARD, useValue: new ReaderGuard({ tokens, realm: 'platform' }) },
        { provide: POOL, useValue: store.pool },
        { provide: OBSERVED_GROUP, useValue: observed },
        { provide: QUERY_SETTINGS, useValue: query },
      ],
    };
  }
}
