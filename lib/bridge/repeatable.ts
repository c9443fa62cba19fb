import type { Message } from './message';
import { Interruption } from './wire';

/** What changes nothing, or nothing more the second time. Everything else goes to a server, where it may do something each time. */
const repeatable: ReadonlySet<string> = new Set([
  'initialize',
  'ping',
  'logging/setLevel',
  'prompts/list',
  'resources/list',
  'resources/subscribe',
  'resources/templates/list',
  'resources/unsubscribe',
  'server/discover',
  'subscriptions/listen',
  'tools/list',
]);

export const isRepeatable = ({ kind, method }: Message): boolean =>
  kind === 'notification' || kind === 'response' || repeatable.has(method ?? '');

/** What may be better in a moment. A certificate will not be. */
const passing = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

/** Whether a message that found no answer may be sent again: it surely did not arrive, or does no harm twice. */
export const mayRepeat = (error: unknown, message: Message): error is Interruption =>
  error instanceof Interruption && passing.has(error.code) && (!error.wasSent || isRepeatable(message));
