import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { alone } from '../instances/registry';
import { createSealer } from '../secrets/seal';
import { ClientSessions } from './client-sessions';
import type { TokenFacts } from './deps';

const token = (id: string, workspaceId = 'w1', accessRevision = 1) =>
  ({ id, workspaceId, accessRevision }) as TokenFacts;
const minute = 60_000;

describe('the sessions of 2025-era clients', () => {
  let nowMs = 0;
  beforeEach(() => {
    nowMs = 0;
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const sealer = createSealer('a secret of this test that is long enough');
  const make = () =>
    new ClientSessions({ sealer, instances: alone('i1'), monotonicMs: () => nowMs, nowMs: () => nowMs });
  const create = (sessions: ClientSessions, id: string) => sessions.create(token(id), '2025-11-25', {}, null);
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= minute) {
      nowMs += minute;
      await vi.advanceTimersByTimeAsync(minute);
    }
  };

  it('are found by the token and the workspace that they were given to, and by nobody else', () => {
    const sessions = make();
    const { id } = create(sessions, 't1');
    expect(sessions.find(id, token('t1'))?.id).toBe(id);
    expect(sessions.find(id, token('t2'))).toBeNull();
    expect(sessions.find(id, token('t1', 'w2'))).toBeNull();
    expect(sessions.find('guess', token('t1'))).toBeNull();
  });

  it('begin anew, under the same id, when their token may see something else', () => {
    const sessions = make();
    const { id } = create(sessions, 't1');
    const before = sessions.find(id, token('t1'));
    const after = sessions.find(id, token('t1', 'w1', 2));
    expect([before?.isOver, after?.id, after?.isOver]).toEqual([true, id, false]);
    expect(sessions.size).toBe(1);
  });

  it('go on after a restart and on another instance, as they began, and for nobody else', () => {
    const { id } = make().create(token('t1'), '2025-11-25', { roots: {} }, 'client 1');
    const elsewhere = make();
    expect(elsewhere.find(id, token('t2'))).toBeNull();
    const session = elsewhere.find(id, token('t1'));
    expect(session).toMatchObject({ id, version: '2025-11-25', capabilities: { roots: {} }, client: 'client 1' });
    expect(elsewhere.find(id, token('t1'))).toBe(session);
  });

  it('are over for good when their client has ended them, and after a week', () => {
    const sessions = make();
    const [ended, old] = [create(sessions, 't1'), create(sessions, 't1')];
    sessions.close(ended);
    expect(sessions.find(ended.id, token('t1'))).toBeNull();
    sessions.end(old);
    nowMs += 7 * 24 * 60 * minute;
    expect(sessions.find(old.id, token('t1'))).toBeNull();
  });

  it('number 100 for one token: the longest unused makes room, and no other token pays', () => {
    const sessions = make();
    const other = create(sessions, 't2');
    const own = Array.from({ length: 100 }, () => create(sessions, 't1'));
    sessions.find(own[0]?.id ?? '', token('t1'));
    create(sessions, 't1');
    expect(own.map(({ isOver }) => isOver).filter(Boolean)).toHaveLength(1);
    expect([own[0]?.isOver, own[1]?.isOver, other.isOver]).toEqual([false, true, false]);
    expect(sessions.size).toBe(101);
  });

  it('number 10,000 in all', () => {
    const sessions = make();
    const first = create(sessions, 'first');
    for (let i = 0; i < 10_000; i += 1) create(sessions, `t${i}`);
    expect([sessions.size, first.isOver]).toEqual([10_000, true]);
  });

  it('end after half an hour without a request, and the clock with the last of them', async () => {
    const sessions = make();
    const session = create(sessions, 't1');
    await pass(30 * minute);
    expect(session.isOver).toBe(false);
    await pass(minute);
    expect([session.isOver, sessions.size, vi.getTimerCount()]).toEqual([true, 0, 0]);
  });

  it('do not end while their client listens, nor right after', async () => {
    const sessions = make();
    const session = create(sessions, 't1');
    const reader = session.general.read(null);
    session.general.push('{}');
    await reader.next();
    await reader.next();
    await pass(60 * minute);
    await reader.return(undefined);
    await pass(29 * minute);
    expect(session.isOver).toBe(false);
  });

  it('do not end while an answer is under way', async () => {
    const sessions = make();
    const session = create(sessions, 't1');
    const stream = session.openStream();
    await pass(60 * minute);
    expect(session.isOver).toBe(false);
    stream.end();
    await pass(32 * minute);
    expect(session.isOver).toBe(true);
  });

  it('end with their token, all of its own and none of another', () => {
    const sessions = make();
    const ended = [create(sessions, 't1'), create(sessions, 't1')];
    const other = create(sessions, 't2');
    sessions.endOf('t1');
    expect([...ended, other].map(({ isOver }) => isOver)).toEqual([true, true, false]);
    sessions.endAll();
    expect([sessions.size, vi.getTimerCount()]).toEqual([0, 0]);
  });
});
