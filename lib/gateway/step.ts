import type { JsonObject } from '../servers/json-object';
import type { Ask } from './ask';
import type { ConvertedAnswer } from './convert-answer';
import type { ReplyFailure } from './read-reply';

/** What happens next between a server and the client whose request it works on. */
export type Step =
  /** A notification, ready for the client. */
  | { kind: 'note'; text: string }
  | { kind: 'ask'; ask: Ask }
  | { kind: 'answer'; answer: Extract<ConvertedAnswer, { kind: 'answer' }> }
  | { kind: 'url_required'; elicitations: JsonObject[] }
  | { kind: 'failure'; failure: ReplyFailure }
  /** The server hung up and wants to be asked again after this time; so may the client. */
  | { kind: 'pause'; retryMs: number }
  | { kind: 'ended'; why: 'revoked' | 'cancelled' };

/** After these the server has nothing more to say about the request. */
export const isLast = ({ kind }: Step): boolean =>
  kind === 'answer' || kind === 'failure' || kind === 'url_required' || kind === 'ended';
