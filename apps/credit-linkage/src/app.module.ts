import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { ObservedGroup } from '@exchange/consuming';
import type { SubjectSchema } from '@exchange/contracts';
import { ReaderGuard, type TokenDirectory } from '@exchange/runtime';
import type { Store } from '@exchange/store';
import { DisclosuresController } from './disclosures/disclosures.controller.ts';
import { ObservationController } from './observation/observation.controller.ts';
import { OBSERVED_GROUP, POOL, PUBLICATION } from './tokens.ts';

export interface CreditLinkageParts {
  readonly store: Store;
  readonly observed: ObservedGroup;
  readonly publication: SubjectSchema;
  readonly tokens: TokenDirectory;
}

/** The composition root of the query API. */
@Module({})
export class AppModule {
  static of({ store, observed, publication, tokens }: CreditLinkageParts): DynamicModule {
    return {
      module: AppModule,
      controllers: [DisclosuresController, ObservationController],
      providers: [
        { provide: APP_GUARD, useValue: new ReaderGuard({ tokens, realm: 'credit-linkage' }) },
        { provide: POOL, useValue: store.pool },
        { provide: OBSERVED_GROUP, useValue: observed },
        { provide: PUBLICATION, useValue: publication },
      ],
    };
  }
}
