import { Module, type DynamicModule } from '@nestjs/common';
import type { SubjectSchema } from '@exchange/contracts';
import type { Store } from '@exchange/store';
import { DisclosuresController } from './disclosures/disclosures.controller.ts';
import { ReaderGuard, type TokenDirectory } from './readers/reader-guard.ts';
import { POOL, PUBLICATION, TOKEN_DIRECTORY } from './tokens.ts';

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
        ReaderGuard,
        { provide: POOL, useValue: store.pool },
        { provide: PUBLICATION, useValue: publication },
        { provide: TOKEN_DIRECTORY, useValue: tokens },
      ],
    };
  }
}
