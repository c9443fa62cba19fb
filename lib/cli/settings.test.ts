import { describe, expect, it } from 'vitest';
import { CliError } from './cli-error';
import type { Config } from './config-file';
import { readSettings } from './settings';

const apiKey = `ak_${'c0ffee00'.repeat(6)}`;
const storedKey = `ak_${'5eed5eed'.repeat(6)}`;
const empty: Config = { version: 1, profile: 'default', profiles: {} };
const stored: Config = {
  version: 1,
  profile: 'work',
  profiles: {
    work: { url: 'https://mcp.example.com', api_key: storedKey, workspace: 'acme' },
    home: { url: 'http://127.0.0.1:3000', api_key: apiKey },
  },
};

const refusal = (env: Record<string, string>, config = empty, named?: string): Promise<CliError> =>
  readSettings(env, config, named).then(
    () => Promise.reject(new Error('these settings were taken')),
    (error: unknown) => (error instanceof CliError ? error : Promise.reject(error)),
  );

describe('settings', () => {
  it('need a key and nothing else', async () => {
    const origin = 'http://127.0.0.1:3000';
    const settings = { origin, apiKey, profile: 'default', workspace: undefined };
    expect(await readSettings({ AEROSTACK_API_KEY: `${apiKey}\n` }, empty)).toEqual(settings);
    const env = { AEROSTACK_API_KEY: apiKey, AEROSTACK_URL: 'https://mcp.example.com/' };
    expect((await readSettings(env, empty)).origin).toBe('https://mcp.example.com');
  });

  it('come from the profile that is named, by option before environment before configuration', async () => {
    expect(await readSettings({}, stored)).toEqual({
      origin: 'https://mcp.example.com',
      apiKey: storedKey,
      profile: 'work',
      workspace: 'acme',
    });
    expect((await readSettings({ AEROSTACK_PROFILE: 'home' }, stored)).apiKey).toBe(apiKey);
    expect((await readSettings({ AEROSTACK_PROFILE: 'nowhere' }, stored, 'home')).apiKey).toBe(apiKey);
    const missing = await refusal({}, stored, 'wrok');
    expect([missing.kind, missing.message]).toEqual(['usage', expect.stringMatching(/Did you mean “work”.*login/)]);
  });

  it('let the environment win over the profile', async () => {
    expect(await readSettings({ AEROSTACK_API_KEY: apiKey }, stored)).toMatchObject({
      origin: 'https://mcp.example.com',
      apiKey,
      workspace: 'acme',
    });
  });

  it('never send a stored key to another server than it was stored for', async () => {
    const elsewhere = { AEROSTACK_URL: 'https://mcp.example.net' };
    const { kind, message } = await refusal(elsewhere, stored);
    expect([kind, message]).toEqual(['not_signed_in', expect.stringMatching(/aerostack login.*mcp\.example\.net/)]);
    const given = await readSettings({ ...elsewhere, AEROSTACK_API_KEY: apiKey }, stored);
    expect([given.apiKey, given.workspace]).toEqual([apiKey, undefined]);
  });

  it('without a key say where to get one', async () => {
    const { kind, message } = await refusal({ AEROSTACK_URL: 'https://mcp.example.com' });
    expect(kind).toBe('not_signed_in');
    expect(message).toMatch(/https:\/\/mcp\.example\.com under Account → API keys.*AEROSTACK_API_KEY/);
  });

  it.each([
    [`mwt_${'c0ffee00'.repeat(6)}`, /workspace token/],
    [apiKey.slice(0, -1), /whole API key/],
    ['sk-of-something-else', /whole API key/],
    [`${apiKey}\r\nX-Injected: 1`, /whole API key/],
  ])('keep on this machine, and unsaid, what is no API key', async (text, words) => {
    const { kind, message } = await refusal({ AEROSTACK_API_KEY: text });
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
  ])('refuse %s as address, without repeating it', async (url) => {
    const { kind, message } = await refusal({ AEROSTACK_API_KEY: apiKey, AEROSTACK_URL: url });
    expect(kind).toBe('usage');
    expect(message).toMatch(/AEROSTACK_URL/);
    expect(message).not.toContain('hunter2');
  });
});
