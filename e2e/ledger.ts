import { expect } from '@playwright/test';
import type { CreatedToken, Rest } from './rest';
import { bearer, send } from './wire';

/** What the product acknowledged before it was killed. */
export interface Ledger {
  created: CreatedToken[];
  revoked: Set<string>;
  /** Sent and never answered: either outcome is right. */
  unsure: Set<string>;
}

export const emptyLedger = (): Ledger => ({ created: [], revoked: new Set(), unsure: new Set() });

/** Creates tokens and revokes every second one, until the product is gone. */
export async function writeUntilKilled(rest: Rest, slug: string, ledger: Ledger): Promise<void> {
  for (let round = 0; ; round += 1) {
    const token = await rest.createToken(slug).catch(() => undefined);
    if (token === undefined) return;
    ledger.created.push(token);
    if (round % 2 === 1) continue;
    ledger.unsure.add(token.id);
    const revoked = await rest.revokeToken(slug, token.id).catch(() => undefined);
    if (revoked === undefined) return;
    expect(revoked.status).toBe(200);
    ledger.unsure.delete(token.id);
    ledger.revoked.add(token.id);
  }
}

/** Asks the instance at `origin` about every token whose fate was acknowledged. */
export async function reckon({ created, revoked, unsure }: Ledger, origin: string): Promise<void> {
  for (const { id, raw, url } of created) {
    if (unsure.has(id)) continue;
    const { status } = await send(origin + new URL(url).pathname, { method: 'GET', headers: bearer(raw) });
    // What an authenticated GET is answered with: the token is good.
    expect([id, status]).toEqual([id, revoked.has(id) ? 401 : 405]);
  }
}
