import { describe, expect, it } from 'vitest';
import { LinkedResources } from './linked-resources';

const link = (uri: unknown) => ({ type: 'resource_link', uri });

describe('a resource that a result has linked to', () => {
  it('is found at the server that linked to it, and only in the workspace that saw the link', () => {
    const links = new LinkedResources();
    links.note('w1', 's1', [
      link('a://1'),
      { type: 'text', uri: 'a://2' },
      null,
      7,
      link(3),
      link(`a://${'x'.repeat(3_000)}`),
    ]);
    links.note('w1', 's1', 'no list');
    expect(links.serverOf('w1', 'a://1')).toBe('s1');
    expect(links.serverOf('w2', 'a://1')).toBeUndefined();
    expect(links.serverOf('w1', 'a://2')).toBeUndefined();
  });

  it('belongs to whoever linked to it last', () => {
    const links = new LinkedResources();
    links.note('w1', 's1', [link('a://1')]);
    links.note('w1', 's2', [link('a://1')]);
    expect(links.serverOf('w1', 'a://1')).toBe('s2');
  });

  it('is remembered among 10,000, the oldest forgotten first, at once for a result full of links', () => {
    const links = new LinkedResources();
    links.note('w1', 's1', [link('old://1'), link('old://2')]);
    links.note('w1', 's1', [link('old://1')]);
    links.note(
      'w1',
      's1',
      Array.from({ length: 9_999 }, (_, i) => link(`a://${i}`)),
    );
    expect([links.serverOf('w1', 'old://2'), links.serverOf('w1', 'old://1')]).toEqual([undefined, 's1']);
    links.note(
      'w1',
      's1',
      Array.from({ length: 100_000 }, (_, i) => link(`b://${i}`)),
    );
    expect(links.serverOf('w1', 'b://89999')).toBeUndefined();
    expect(links.serverOf('w1', 'b://90000')).toBe('s1');
  });
});
