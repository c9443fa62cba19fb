import { describe, expect, it } from 'vitest';
import { createSealer } from '../secrets/seal';
import { isCarriable, openState, sealState } from './client-state';
import type { CatalogueServer } from './deps';
import type { Exchange } from './exchange';
import { readEnvelope } from './read-envelope';
import type { River } from './river';
import { plainRoute } from './route';

const sealer = createSealer('a secret of this test that is long enough');
const world = { nowMs: 0 };
const river = { deps: { sealer, instances: { id: 'i1' }, nowMs: () => world.nowMs } } as unknown as River;
const exchange = (token: string, args: unknown = { a: 1 }) =>
  ({ token: { id: token, workspaceId: 'w1' }, message: messageOf({ arguments: args }) }) as unknown as Exchange;
const route = (id: string, name = 'tool') => plainRoute('tools/call', { id } as CatalogueServer, name);
const state = { inner: 'its own', parked: null };

function messageOf(params: object) {
  const envelope = readEnvelope(Buffer.from(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params })));
  return envelope.kind === 'message' ? envelope.message : undefined;
}

describe('the state that a client brings back', () => {
  it('opens for the token, server, thing and arguments that it was given for, and for nobody else', () => {
    const sealed = sealState(river, exchange('t1'), route('s1'), state);
    expect(openState(river, exchange('t1'), route('s1'), sealed)).toMatchObject(state);
    expect(openState(river, exchange('t2'), route('s1'), sealed)).toBeNull();
    expect(openState(river, exchange('t1', { a: 2 }), route('s1'), sealed)).toBeNull();
    expect(openState(river, exchange('t1'), route('s2'), sealed)).toBeNull();
    expect(openState(river, exchange('t1'), route('s1', 'other'), sealed)).toBeNull();
  });

  it('does not open after ten minutes, changed, or made up', () => {
    const sealed = sealState(river, exchange('t1'), route('s1'), state);
    const open = (text: unknown) => openState(river, exchange('t1'), route('s1'), text);
    expect(open(`${sealed.slice(0, -2)}xx`)).toBeNull();
    for (const made of ['', 'v1:::', 7, null, 'x'.repeat(2_000_000)]) expect(open(made)).toBeNull();
    world.nowMs += 10 * 60_000;
    expect(open(sealed)).toBeNull();
  });

  it.each(['x', '"', '\u0000', '語'])('opens again whatever the server wrote, up to 64 KiB of %j', (letter) => {
    const inner = letter.repeat(64 * 1024);
    expect(isCarriable(inner)).toBe(true);
    expect(isCarriable(`${inner}x`)).toBe(false);
    const sealed = sealState(river, exchange('t1'), route('s1'), { inner, parked: null });
    expect(openState(river, exchange('t1'), route('s1'), sealed)?.inner).toBe(inner);
  });
});
