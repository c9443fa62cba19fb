import { describe, expect, it } from 'vitest';
import { sameOriginPath } from './same-origin-path';

const origin = 'https://mcp.example.com';

describe('after signing in', () => {
  it.each([
    ['/workspaces/acme/tokens?status=all', '/workspaces/acme/tokens?status=all'],
    ['https://mcp.example.com/account', '/account'],
  ])('goes on to the page that was asked for: %s', (callbackUrl, path) => {
    expect(sameOriginPath(callbackUrl, origin)).toBe(path);
  });

  it.each([
    'https://evil.example/workspaces',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
    'https://mcp.example.com@evil.example/',
    'https://mcp.example.com//evil.example',
    'http://mcp.example.com/account',
    '/api/auth/signout',
    '/sign-in?callbackUrl=/account',
    undefined,
    'http://[',
  ])('never leads a person away or in a circle: %s', (callbackUrl) => {
    expect(sameOriginPath(callbackUrl, origin)).toBe('/workspaces');
  });
});
