import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displacedNames, exposedNameMax, exposedNames } from './tool-names';

const server = (id: string, prefix: string, ...tools: string[]) => ({
  id,
  prefix,
  tools: tools.map((name) => ({ name })),
  prompts: [],
});

describe('the names that clients see', () => {
  it('are <prefix>__<tool> in the order of servers and tools', () => {
    const names = exposedNames([server('1', 'git-hub', 'list', 'a__b'), server('2', '', 'plain')]);
    expect([...names]).toEqual([
      ['git-hub__list', { serverId: '1', tool: 'list' }],
      ['git-hub__a__b', { serverId: '1', tool: 'a__b' }],
      ['plain', { serverId: '2', tool: 'plain' }],
    ]);
  });

  it('hold only what every client keeps as it is', () => {
    expect([...exposedNames([server('1', 's', 'a.b/c ü')]).keys()]).toEqual(['s__a_b_c__']);
  });

  it('tell tools apart that look alike once rewritten, whichever comes first', () => {
    const one = exposedNames([server('1', 's', 'a.b', 'a_b')]);
    const other = exposedNames([server('1', 's', 'a_b', 'a.b')]);
    expect(one.get('s__a_b')).toEqual({ serverId: '1', tool: 'a_b' });
    expect(new Map([...one].sort())).toEqual(new Map([...other].sort()));
  });

  it('lead back to exactly one tool each, within the budget, whatever servers call their tools', () => {
    const servers = fc.uniqueArray(
      fc.record({
        id: fc.uuid(),
        prefix: fc.stringMatching(/^[a-z0-9]{1,20}$/),
        tools: fc.uniqueArray(fc.record({ name: fc.string({ minLength: 1, maxLength: 90 }) }), {
          selector: (tool) => tool.name,
          maxLength: 12,
        }),
        prompts: fc.constant([]),
      }),
      { selector: (one) => one.prefix, maxLength: 5 },
    );
    fc.assert(
      fc.property(servers, (all) => {
        const names = exposedNames(all);
        for (const name of names.keys()) expect(name).toMatch(new RegExp(`^[A-Za-z0-9_-]{1,${exposedNameMax}}$`));
        const addresses = [...names.values()].map(({ serverId, tool }) => JSON.stringify([serverId, tool]));
        const expected = all.flatMap(({ id, tools }) => tools.map(({ name }) => JSON.stringify([id, name])));
        expect(addresses.sort()).toEqual(expected.sort());
      }),
    );
  });

  it('of prompts are given apart from those of tools', () => {
    const both = [
      { ...server('1', '', 'review'), prompts: [{ name: 'review' }] },
      { ...server('2', 'two', 'x'), prompts: [{ name: 'plan' }] },
    ];
    expect([...exposedNames(both, 'prompts')]).toEqual([
      ['review', { serverId: '1', tool: 'review' }],
      ['two__plan', { serverId: '2', tool: 'plan' }],
    ]);
    expect(exposedNames(both).get('review')).toEqual({ serverId: '1', tool: 'review' });
  });

  it('that a server without a prefix had to give up are known', () => {
    const [first, second] = [server('1', '', 'echo', 'a__x'), server('2', '', 'echo', 'own', 'odd.name')];
    const third = server('3', 'a', 'x');
    const all = [first, second, third];
    expect(all.map((one) => displacedNames(one, all, 'tools'))).toEqual([['a__x'], ['echo'], []]);
  });

  it('do not change when another server comes or goes', () => {
    const long = 'x'.repeat(80);
    const alone = [...exposedNames([server('1', 's', long)]).keys()][0];
    expect(exposedNames([server('0', 'r', long), server('1', 's', long)]).get(alone as string)).toEqual({
      serverId: '1',
      tool: long,
    });
  });
});
