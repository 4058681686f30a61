import { describeAppending } from './event-log/appending.ts';
import { describeGroups } from './event-log/groups.ts';
import { EventLogHarness, type Context, type EventLogUnderTest } from './event-log/harness.ts';
import { describeMadeAnew } from './event-log/made-anew.ts';
import { describeReading } from './event-log/reading.ts';
import { describeTakeOver } from './event-log/take-over.ts';

/** What `EventLog` promises, as tests against a real log. Called by the spec of each driver. */
export function describeEventLogConformance(name: string, start: () => Promise<EventLogUnderTest>): void {
  describe(`the event log on ${name}`, () => {
    const context = {} as Context;

    beforeAll(async () => {
      context.underTest = await start();
      context.harness = await EventLogHarness.start(context.underTest.settings);
      context.log = context.harness.open();
    }, 120_000);

    afterAll(async () => {
      await context.harness.stop();
      await context.underTest.stop();
    }, 60_000);

    describe('appending', () => describeAppending(context));
    describe('reading', () => describeReading(context));
    describe('groups', () => describeGroups(context));
    describe('a log that is made anew', () => describeMadeAnew(context));
    describe('take-over', () => describeTakeOver(context));
  });
}
