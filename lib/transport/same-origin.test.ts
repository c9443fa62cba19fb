import { describe, expect, it } from 'vitest';
import { refuseForeignOrigin } from './same-origin';

const local = { url: 'http://127.0.0.1:3000' };
const published = { url: 'https://mcp.example.com' };
const check = (headers: Record<string, string>, env = local) => refuseForeignOrigin(new Headers(headers), env);

describe('a cookie counts only for requests of our own pages (ASVS 3.5.1)', () => {
  it.each([
    [{ origin: 'https://evil.example' }, local],
    [{ origin: 'null' }, local],
    [{ origin: 'http://127.0.0.1:3001' }, local],
    [{ origin: 'https://127.0.0.1:3000' }, local],
    [{ origin: 'http://127.0.0.1:3000.evil.example' }, local],
    [{ 'sec-fetch-site': 'cross-site' }, local],
    [{ 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1:3000' }, local],
    [{ origin: 'http://mcp.example.com' }, published],
    [{ origin: 'https://sub.mcp.example.com' }, published],
  ])('%j is refused', (headers, env) => {
    expect(() => check(headers, env)).toThrow(/does not come from/);
  });

  it.each([
    [{ origin: 'http://127.0.0.1:3000', 'sec-fetch-site': 'same-origin' }, local],
    [{ origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' }, local],
    [{ origin: 'http://[::1]:3000' }, local],
    [{ 'sec-fetch-site': 'none' }, local],
    [{}, local],
    [{ origin: 'https://mcp.example.com' }, published],
  ])('%j passes', (headers, env) => {
    expect(() => check(headers, env)).not.toThrow();
  });
});
