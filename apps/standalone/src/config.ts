import { parseArgs } from 'node:util';
import { eventLogEnvOf } from './systems/event-log-env.ts';
import { DEMO_DIRECTORY } from './systems/running-demo.ts';

export interface DemoOptions {
  /** End by itself after the summary. */
  readonly once: boolean;
  /** Start a local Kafka for the event log. */
  readonly startKafka: boolean;
  /** What the environment says of the event log, with EVENT_LOG=kafka that of a Kafka that is there already; empty: the demo's own. */
  readonly eventLogEnv: Readonly<Record<string, string>>;
  /** Working files of the demo; emptied at each start. */
  readonly directory: string;
  /** Root of the checkout: `adapters/`, `schemas/`. */
  readonly catalogDirectory: string;
  /** How often the city's story is told, with other parties and numbers each time. */
  readonly stories: number;
  readonly seed: number;
}

const STORIES = 20;
/** Far below the numbers at which names and codes of parties would come again. */
const STORIES_MAX = 900;

/** What the command line and the environment ask for. Throws a TypeError that names a wrong argument. */
export function demoOptions(env: NodeJS.ProcessEnv, args: readonly string[]): DemoOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      once: { type: 'boolean', default: false },
      kafka: { type: 'boolean', default: false },
      stories: { type: 'string', default: String(STORIES) },
      seed: { type: 'string', default: '20261124' },
    },
  });
  return {
    once: values.once,
    startKafka: values.kafka,
    eventLogEnv: eventLogEnvOf(env),
    directory: DEMO_DIRECTORY,
    catalogDirectory: process.cwd(),
    stories: wholeNumber('stories', values.stories, STORIES_MAX),
    seed: wholeNumber('seed', values.seed, 999_999_999),
  };
}

function wholeNumber(name: string, text: string, most: number): number {
  if (/^\d{1,9}$/u.test(text) && Number(text) <= most) return Number(text);
  throw new TypeError(`--${name} takes a whole number up to ${most}, not "${text}"`);
}
