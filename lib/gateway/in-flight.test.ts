import { describe, expect, it } from 'vitest';
import { InFlight, requestName } from './in-flight';

const token = (id: string, accessRevision = 1) => ({ id, accessRevision });

describe('what a token has open', () => {
  it('ends with the token, and nothing of another token with it', () => {
    const open = new InFlight();
    const ended: string[] = [];
    for (const [id, name] of [
      ['t1', 'a'],
      ['t1', 'b'],
      ['t2', 'c'],
    ] as const) {
      open.begin(token(id), name).onEnd = () => ended.push(name);
    }
    open.end('t1');
    expect(ended).toEqual(['a', 'b']);
  });

  it('is counted once, however often it is finished, and forgotten with the last', () => {
    const open = new InFlight();
    const call = open.begin(token('t1'), 'a');
    const stream = open.begin(token('t1'), null, false);
    expect([open.calls, open.streams, open.holders()]).toEqual([1, 1, [token('t1')]]);
    for (const flight of [call, call, stream, stream]) open.finish('t1', flight);
    expect([open.calls, open.streams, open.holders()]).toEqual([0, 0, []]);
  });

  it('is known as it was when the oldest of it began', () => {
    const open = new InFlight();
    for (const revision of [3, 2, 3]) open.begin(token('t1', revision), null);
    expect(open.holders()).toEqual([token('t1', 2)]);
  });

  it('is cancelled by its name within its session, and not at all when two without a session share the name', () => {
    const open = new InFlight();
    const cancelled: string[] = [];
    const begin = (label: string, session: string | null, id: string) => {
      open.begin(token('t1'), requestName(session, id)).onCancel = () => cancelled.push(label);
    };
    begin('a1', 'a', '1');
    begin('b1', 'b', '1');
    begin('text', 'a', '"1"');
    begin('x', null, '1');
    begin('y', null, '1');
    open.cancel('t1', requestName('a', '1'));
    open.cancel('t1', requestName(null, '1'));
    open.cancel('t2', requestName('b', '1'));
    expect(cancelled).toEqual(['a1']);
  });
});
