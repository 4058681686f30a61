import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ReaderGuard, type TokenDirectory } from '@exchange/runtime';
import { Codes } from './streaming/codes.ts';
import { EventsController } from './streaming/events.controller.ts';
import { Streams } from './streaming/streams.ts';
import { Topics } from './topics/topics.ts';
import { TopicsController } from './topics/topics.controller.ts';

export interface AppParts {
  readonly tokens: TokenDirectory;
  readonly topics: Topics;
  readonly codes: Codes;
  readonly streams: Streams;
}

/** The command centre's routes over parts that `start.ts` made. */
@Module({})
export class AppModule {
  static of({ tokens, topics, codes, streams }: AppParts): DynamicModule {
    return {
      module: AppModule,
      controllers: [TopicsController, EventsController],
      providers: [
        { provide: APP_GUARD, useValue: new ReaderGuard({ tokens, realm: 'command-centre' }) },
        { provide: Topics, useValue: topics },
        { provide: Codes, useValue: codes },
        { provide: Streams, useValue: streams },
      ],
    };
  }
}
