import { describe, expect, it } from 'vitest';
import { plainUri } from './plain-uri';

describe('a resource’s URI as its server may read it', () => {
  it.each([
    ['file:///public/../secret/x', 'file:///secret/x'],
    ['file:///public/%2e%2e/secret/x', 'file:///secret/x'],
    ['file:///public/.%2E/s%65cret/x', 'file:///secret/x'],
    ['FILE:///secret/x', 'file:///secret/x'],
    ['repo://Owner/a/../b', 'repo://Owner/b'],
    ['file:///a%20b', 'file:///a%20b'],
    ['note:1', 'note:1'],
    ['no uri', 'no uri'],
  ])('%s is %s', (uri, plain) => {
    expect(plainUri(uri)).toBe(plain);
  });
});
