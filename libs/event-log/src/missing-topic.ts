import { ExchangeError } from '@exchange/contracts';

/**
 * An append to a topic that is not there. Topics are made when an app starts, or a little later where the log could not be
 * reached then; so it is as if the log could not be reached yet, and whoever appends keeps the events until it can be.
 */
export function missingTopic(topic: string, cause: unknown): ExchangeError {
  return new ExchangeError('log-unavailable', `topic "${topic}" is not there yet`, {
    retryable: true,
    cause,
  });
}
