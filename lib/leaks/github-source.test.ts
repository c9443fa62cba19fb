import { describe, expect, it } from 'vitest';
import { issueSecret } from '../tokens/token-format';
import { githubSource } from './github-source';

describe('where GitHub found a token', () => {
  it('is kept as the address, or as the kind of place where there is none', () => {
    const url = 'https://github.com/octocat/Hello-World/blob/123/foo.txt';
    expect(githubSource({ url, source: 'content' })).toBe(`github: ${url}`);
    expect(githubSource({ url: '', source: 'Gist_content' })).toBe('github: Gist_content');
    expect(githubSource({ url: null })).toBe('github: unknown');
  });

  it('never is a link that runs something, holds a password, or breaks the line', () => {
    for (const url of ['javascript:alert(1)', 'https://a:b@c.example', 'https://x.example/\n<b>', 'https://', 'x'])
      expect(githubSource({ url, source: 'commit' })).toBe('github: commit');
    expect(githubSource({ url: '', source: '<script>' })).toBe('github: unknown');
  });

  it('holds no secret and is short', () => {
    const secret = issueSecret('mwt_');
    const kept = githubSource({ url: `https://example.com/a_${secret}?key=${issueSecret('ak_')}` });
    expect(kept).toBe('github: https://example.com/a_mwt_…?key=ak_…');
    const long = githubSource({ url: `https://example.com/${'a'.repeat(270)}/${secret}${'b'.repeat(100)}` });
    expect(long).not.toMatch(/mwt_[0-9a-f]/);
    expect(long.length).toBeLessThanOrEqual(300);
  });
});
