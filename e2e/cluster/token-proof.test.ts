import { describe, expect, it } from 'vitest';
import { type Change, type Effect, type Expiry, findWrong, type Use } from './token-proof';

const epochMs = 1_000_000;
const use = (sentAt: number, receivedAt: number, outcome: Use['outcome'], kind: Use['kind'] = 'request'): Use => ({
  ...{ token: 't', instance: 0, kind, outcome, said: '', sentAt, receivedAt },
  ...{ sentMs: epochMs + sentAt, receivedMs: epochMs + receivedAt },
});
const change = (effect: Effect, sentAt: number, receivedAt: number, about = 't'): Change => ({
  ...{ effect, sentAt, receivedAt, about },
});
const wrong = (changes: Change[], one: Use, expiry: Expiry | null = null) =>
  findWrong({ tokens: [{ id: 't', workspace: 'w', expiry }], changes, uses: [one] }).map(({ why }) => why);

const letIn = ['let in although shut'];
const turnedAway = ['refused although open'];

describe('findWrong', () => {
  it('accuses a success that was sent after the revocation returned, however short the time between', () => {
    const changes = [change('end', 10, 20)];
    expect(wrong(changes, use(20.001, 21, 'served'))).toEqual(letIn);
    expect(wrong(changes, use(19.999, 40, 'served'))).toEqual([]);
    expect(wrong(changes, use(20.001, 21, 'refused'))).toEqual([]);
  });

  it('accuses a refusal that was received before the revocation was sent', () => {
    const changes = [change('end', 10, 20)];
    expect(wrong(changes, use(1, 9, 'refused'))).toEqual(turnedAway);
    expect(wrong(changes, use(1, 11, 'refused'))).toEqual([]);
  });

  it('ends every token of a workspace that was deleted', () => {
    expect(wrong([change('end', 10, 20, 'w')], use(21, 22, 'served'))).toEqual(letIn);
    expect(wrong([change('end', 10, 20, 'another')], use(21, 22, 'served'))).toEqual([]);
  });

  it('lets nothing open a token that has ended', () => {
    expect(wrong([change('end', 10, 20), change('resume', 30, 40)], use(50, 51, 'served'))).toEqual(letIn);
  });

  it('knows a token as paused from the pause’s return until the resume is sent', () => {
    const changes = [change('pause', 10, 20), change('resume', 50, 60)];
    expect(wrong(changes, use(21, 49, 'served'))).toEqual(letIn);
    expect(wrong(changes, use(21, 51, 'served'))).toEqual([]);
    expect(wrong(changes, use(15, 49, 'served'))).toEqual([]);
    expect(wrong(changes, use(61, 62, 'refused'))).toEqual(turnedAway);
    expect(wrong(changes, use(59, 62, 'refused'))).toEqual([]);
    expect(wrong(changes, use(1, 9, 'refused'))).toEqual(turnedAway);
  });

  it('excuses both where a pause and a resume were under way together', () => {
    const changes = [change('pause', 10, 30), change('resume', 20, 40)];
    for (const outcome of ['served', 'refused'] as const) expect(wrong(changes, use(50, 51, outcome))).toEqual([]);
  });

  it('holds a second pause against a success although a resume lay before it', () => {
    const changes = [change('pause', 1, 2), change('resume', 3, 4), change('pause', 5, 6)];
    expect(wrong(changes, use(7, 8, 'served'))).toEqual(letIn);
    expect(wrong(changes, use(4.1, 4.9, 'refused'))).toEqual(turnedAway);
  });

  it('believes that a change which was never answered may come at any time', () => {
    for (const outcome of ['served', 'refused'] as const) {
      expect(wrong([change('end', 10, Number.POSITIVE_INFINITY)], use(50, 51, outcome))).toEqual([]);
    }
  });

  it('takes a narrowed call for a refusal that is right, and any other request of the token for one that is not', () => {
    const changes = [change('narrow', 10, 20)];
    expect(wrong(changes, use(21, 22, 'served', 'call'))).toEqual(letIn);
    expect(wrong(changes, use(21, 22, 'refused', 'call'))).toEqual([]);
    expect(wrong(changes, use(21, 22, 'served'))).toEqual([]);
    expect(wrong(changes, use(21, 22, 'refused'))).toEqual(turnedAway);
  });

  it('needs one moment at which nothing shuts a call, not one for each reason', () => {
    const changes = [
      change('pause', 1, 2),
      change('narrow', 3, 4),
      ...[change('resume', 5, 5.5), change('pause', 6, 6.5), change('widen', 7, 7.5)],
    ];
    expect(wrong(changes, use(4.5, 9, 'served', 'call'))).toEqual(letIn);
  });

  it('goes by the machine’s clock for expiry, to the millisecond', () => {
    const expiry = { earliestMs: epochMs + 100, latestMs: epochMs + 100 };
    expect(wrong([], use(100, 101, 'served'), expiry)).toEqual(letIn);
    expect(wrong([], use(99, 101, 'served'), expiry)).toEqual([]);
    expect(wrong([], use(98, 99, 'refused'), expiry)).toEqual(turnedAway);
    expect(wrong([], use(98, 100, 'refused'), expiry)).toEqual([]);
  });

  it('accepts neither an error nor a token that nobody made', () => {
    expect(wrong([], use(1, 2, 'failed'))).toEqual(['neither served nor refused']);
    expect(wrong([], use(1, 2, 'limited'))).toEqual([]);
    expect(() => findWrong({ tokens: [], changes: [], uses: [use(1, 2, 'served')] })).toThrow('nobody created');
  });
});
