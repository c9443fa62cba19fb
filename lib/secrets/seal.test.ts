import { describe, expect, it } from 'vitest';
import { createSealer } from './seal';

const secret = 'vMkXqJ0bYQmZ3m1S9hT4wPz7LrC2eNfA';
const context = 'server:0193:auth';
const sealer = createSealer(secret);

describe('sealed values', () => {
  it('come back whole, whatever text they are', () => {
    for (const text of ['', 'x', 'Bearer äöü 日本 🔑', '\0\n', 'long '.repeat(10_000)])
      expect(sealer.open(sealer.seal(text, context), context)).toBe(text);
  });

  it('show nothing: the same text is sealed differently each time', () => {
    const sealed = sealer.seal('Bearer credential', context);
    expect(sealed).toMatch(/^v1:[\w-]{8}:[\w-]{16}:[\w-]{22}:[\w-]+$/);
    expect(sealer.seal('Bearer credential', context)).not.toBe(sealed);
  });

  it('cannot be moved to another place', () => {
    expect(() => sealer.open(sealer.seal('credential', context), 'server:0194:auth')).toThrow('belongs elsewhere');
  });

  it('do not open with another secret', () => {
    const other = createSealer(`${secret}x`);
    expect(() => other.open(sealer.seal('credential', context), context)).toThrow('another secret');
  });

  it('do not open with another secret that claims the same key id', () => {
    const other = createSealer(`${secret}x`);
    const foreign = other.seal('credential', context).split(':');
    const keyId = sealer.seal('', context).split(':')[1];
    expect(() => sealer.open(['v1', keyId, ...foreign.slice(2)].join(':'), context)).toThrow('changed');
  });

  it('do not open when any single character was changed', () => {
    const sealed = sealer.seal('credential', context);
    for (let i = 0; i < sealed.length; i += 1) {
      const other = sealed[i] === 'A' ? 'B' : 'A';
      expect(() => sealer.open(sealed.slice(0, i) + other + sealed.slice(i + 1), context)).toThrow();
    }
  });

  it('do not open with a shortened tag, which would be easier to forge', () => {
    const parts = sealer.seal('credential', context).split(':');
    parts[3] = Buffer.from(parts[3] ?? '', 'base64url')
      .subarray(0, 4)
      .toString('base64url');
    expect(() => sealer.open(parts.join(':'), context)).toThrow('not a sealed one');
  });

  it.each(['', 'plain text', 'v1', 'v1::::', 'v2:a:b:c:d'])('%j is refused as not sealed', (text) => {
    expect(() => sealer.open(text, context)).toThrow('not a sealed one');
  });
});

describe('derived keys', () => {
  it('are the same for the same secret and purpose, and different for any other', () => {
    expect(sealer.derive('session')).toEqual(createSealer(secret).derive('session'));
    expect(sealer.derive('session')).toHaveLength(32);
    expect(sealer.derive('session')).not.toEqual(sealer.derive('setup'));
    expect(sealer.derive('session')).not.toEqual(createSealer(`${secret}x`).derive('session'));
  });
});
