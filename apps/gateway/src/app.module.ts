import { Module, type DynamicModule } from '@nestjs/common';
import type { Catalog } from '@exchange/catalog';
import type { AcceptPorts } from '@exchange/pipeline';
import type { Store } from '@exchange/store';
import { LiveLoad } from './backfilling/live-load.ts';
import { DailyCountsController } from './counts/daily-counts.controller.ts';
import { DailyCountsService } from './counts/daily-counts.service.ts';
import { ReceiptsController } from './receiving/receipts.controller.ts';
import { RecordsController } from './receiving/records.controller.ts';
import { RecordsService, type Limits } from './receiving/records.service.ts';
import { SoapController } from './soap/soap.controller.ts';
import { ACCEPT_PORTS, CATALOG, LIMITS, STORE } from './tokens.ts';
import { Traffic } from './traffic.ts';

export interface GatewayParts {
  readonly store: Store;
  readonly catalog: Catalog;
  readonly acceptPorts: AcceptPorts;
  readonly limits: Limits;
  readonly traffic: Traffic;
  readonly liveLoad: LiveLoad;
}

/** The composition root of the push API. */
@Module({})
export class AppModule {
  static of(parts: GatewayParts): DynamicModule {
    return {
      module: AppModule,
      controllers: [RecordsController, ReceiptsController, DailyCountsController, SoapController],
      providers: [
        RecordsService,
        DailyCountsService,
        { provide: STORE, useValue: parts.store },
        { provide: CATALOG, useValue: parts.catalog },
        { provide: ACCEPT_PORTS, useValue: parts.acceptPorts },
        { provide: LIMITS, useValue: parts.limits },
        { provide: Traffic, useValue: parts.traffic },
        { provide: LiveLoad, useValue: parts.liveLoad },
      ],
    };
  }
}
