import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { SubjectSchema } from '@exchange/contracts';
import { ReaderGuard, type TokenDirectory } from '@exchange/runtime';
import type { Store } from '@exchange/store';
import { DisclosuresController } from './disclosures/disclosures.controller.ts';
import { POOL, PUBLICATION } from './tokens.ts';

export interface CreditLinkageParts {
  readonly store: Store;
  readonly publication: SubjectSchema;
  readonly tokens: TokenDirectory;
}

/** The composition root of the query API. */
@Module({})
export class AppModule {
  static of({ store, publication, tokens }: CreditLinkageParts): DynamicModule {
    return {
      module: AppModule,
      controllers: [DisclosuresController],
      providers: [
        { provide: APP_GUARD, useValue: new ReaderGuard({ tokens, realm: 'credit-linkage' }) },
        { provide: POOL, useValue: store.pool },
        { provide: PUBLICATION, useValue: publication },
      ],
    };
  }
}
