import { describe, expect, it } from 'vitest';
import { CliError } from './cli-error';
import { readSettings } from './settings';

const apiKey = `ak_${'c0ffee00'.repeat(6)}`;

function refusal(env: Record<string, string>): CliError {
  try {
    readSettings(env);
  } catch (error) {
    if (error instanceof CliError) return error;
  }
  throw new Error('these settings were taken');
}

describe('settings', () => {
  it('need a key and nothing else', () => {
    expect(readSettings({ AEROSTACK_API_KEY: `${apiKey}\n` })).toEqual({ origin: 'http://127.0.0.1:3000', apiKey });
    const env = { AEROSTACK_API_KEY: apiKey, AEROSTACK_URL: 'https://mcp.example.com/' };
    expect(readSettings(env).origin).toBe('https://mcp.example.com');
  });

  it('without a key say where to get one', () => {
    const { kind, message } = refusal({ AEROSTACK_URL: 'https://mcp.example.com' });
    expect(kind).toBe('not_signed_in');
    expect(message).toMatch(/https:\/\/mcp\.example\.com under Account → API keys.*AEROSTACK_API_KEY/);
  });

  it.each([
    [`mwt_${'c0ffee00'.repeat(6)}`, /workspace token/],
    [apiKey.slice(0, -1), /whole API key/],
    ['sk-of-something-else', /whole API key/],
    [`${apiKey}\r\nX-Injected: 1`, /whole API key/],
  ])('keep on this machine, and unsaid, what is no API key', (text, words) => {
    const { kind, message } = refusal({ AEROSTACK_API_KEY: text });
    expect(kind).toBe('not_signed_in');
    expect(message).toMatch(words);
    expect(message).not.toContain(text.slice(0, 10));
  });

  it.each([
    'mcp.example.com',
    'ftp://mcp.example.com',
    'https://user:hunter2@mcp.example.com',
    'https://mcp.example.com/ws/acme',
    'https://mcp.example.com/?hunter2',
  ])('refuse %s as address, without repeating it', (url) => {
    const { kind, message } = refusal({ AEROSTACK_API_KEY: apiKey, AEROSTACK_URL: url });
    expect(kind).toBe('usage');
    expect(message).toMatch(/AEROSTACK_URL/);
    expect(message).not.toContain('hunter2');
  });
});
