import type { Sealer } from '../secrets/seal';
import type { RecordedCall } from './schemas';

/** A payload opens for its own call only: moved to another one it is worth nothing. */
const contextOf = (callId: string) => `call:${callId}`;

export const sealPayload = (sealer: Pick<Sealer, 'seal'>, callId: string, payload: RecordedCall): string =>
  sealer.seal(JSON.stringify(payload), contextOf(callId));

/** @throws when it was changed, or belongs to another call. */
export const openPayload = (sealer: Pick<Sealer, 'open'>, callId: string, sealed: string): RecordedCall =>
  JSON.parse(sealer.open(sealed, contextOf(callId))) as RecordedCall;
