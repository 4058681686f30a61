import { EVENT_LOG_CONFIG_PROPERTIES } from '@exchange/event-log';
import { envName } from '@exchange/runtime';

const NAMES = Object.keys(EVENT_LOG_CONFIG_PROPERTIES).map(envName);

/**
 * What an environment says of the event log, as every app reads it, TLS and SASL included; empty when it names none. Throws a
 * TypeError for a Kafka without brokers.
 */
export function eventLogEnvOf(env: NodeJS.ProcessEnv): Record<string, string> {
  const { EVENT_LOG: kind, KAFKA_BROKERS: brokers } = env;
  if (kind !== 'kafka') return kind ? { EVENT_LOG: kind } : {};
  if (!brokers) throw new TypeError('EVENT_LOG=kafka needs KAFKA_BROKERS=host:port');
  const given = Object.entries(env).filter(([name, text]) => NAMES.includes(name) && text !== undefined);
  return Object.fromEntries(given) as Record<string, string>;
}
