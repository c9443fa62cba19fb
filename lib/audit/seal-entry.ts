import { createHmac } from 'node:crypto';
import type { Ctx } from '../access/ctx';

/** What an entry's seal is over: everything in it. */
export interface Sealed {
  id: string;
  workspaceId: string | null;
  position: number;
  actorKind: string;
  actorId: string | null;
  action: string;
  targetType: string;
  targetId: string;
  details: string;
  before: string | null;
  after: string | null;
  result: string;
  address: string | null;
  userAgent: string | null;
  requestId: string;
  at: Date;
}

/** Derived from the installation's secret: who can only write to the database cannot make a seal. */
export const sealingKey = (vault: Pick<Ctx['vault'], 'derive'>): Buffer => vault.derive('audit');

/** HMAC-SHA256 over the entry and the seal of the one before it, in hex. Nothing in the chain can be changed, left out or put in without all seals after it. */
export function sealEntry(key: Buffer, entry: Sealed, sealBefore: string): string {
  const { id, workspaceId, position, actorKind, actorId, action, targetType, targetId } = entry;
  const { details, before, after, result, address, userAgent, requestId, at } = entry;
  const who = [actorKind, actorId, address, userAgent, requestId, at.toISOString()];
  const what = [action, targetType, targetId, details, before, after, result];
  const text = JSON.stringify([sealBefore, id, workspaceId, position, ...who, ...what]);
  return hmac(key, text);
}

/** Seals where a chain ends, in hex: the seal of its last entry lies in the open, so that alone would end any shorter chain as well. */
export const proveEnd = (key: Buffer, chain: string, length: number, seal: string): string =>
  hmac(key, JSON.stringify(['end', chain, length, seal]));

const hmac = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest('hex');
