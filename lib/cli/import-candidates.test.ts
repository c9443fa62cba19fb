import { describe, expect, it } from 'vitest';
import { readAnyConfig } from '../connect/any-config';
import { clientFiles } from '../connect/client-files-fixture';
import { readCandidates } from './import-candidates';

const origin = 'https://mcp.example.com';
const values: Record<string, string> = { GITHUB_TOKEN: 'gh-secret', PERPLEXITY_KEY: 'px-secret', JIRA_KEY: 'j-secret' };
const read = (id: string) => readCandidates(readAnyConfig(clientFiles[id] ?? '', null), (name) => values[name], origin);
const one = (server: unknown) => {
  const [candidate] = readCandidates({ mcpServers: { x: server } }, (name) => values[name], origin);
  if (candidate === undefined) throw new Error('no candidate');
  return candidate;
};

describe('what is imported of a configuration', () => {
  it('is the address, and a bearer token as one', () => {
    expect(read('cursor').map(({ input }) => input)).toEqual([
      { name: 'github', url: 'https://api.githubcopilot.com/mcp/', auth: { type: 'bearer', token: 'gh-secret' } },
      { name: 'docs', url: 'https://docs.example/mcp', auth: { type: 'none' } },
    ]);
    expect(read('opencode')[0]?.input?.auth).toEqual({ type: 'bearer', token: 'j-secret' });
  });

  it('is every other header under its name, and what VS Code would ask for', () => {
    expect(read('vscode')[0]?.input?.auth).toEqual({ type: 'headers', headers: { 'X-Api-Key': 'px-secret' } });
    const two = { Authorization: 'Bearer a', 'X-Team': 'shop' };
    expect(one({ url: 'https://x.example/mcp', headers: two }).input?.auth).toEqual({ type: 'headers', headers: two });
  });

  it('says which variables it would send, shows the value of none, and never gives away what opens Aerostack', () => {
    const sent = one({ url: 'https://x.example/{env:GITHUB_TOKEN}/mcp', headers: { 'X-Trace': '{env:JIRA_KEY}' } });
    expect(sent).toMatchObject({
      reads: ['GITHUB_TOKEN', 'JIRA_KEY'],
      address: 'https://x.example/{env:GITHUB_TOKEN}/mcp',
    });
    values.AEROSTACK_API_KEY = 'ak_secret';
    const kept = one({ url: 'https://x.example/mcp', headers: { 'X-Key': '{env:AEROSTACK_API_KEY}' } });
    expect(kept).toMatchObject({ input: null, missing: ['AEROSTACK_API_KEY'], reads: [] });
  });

  it('is read also where an address holds a percent sign that begins no escape', () => {
    expect(one({ url: 'https://%zz:x@x.example/mcp' }).input?.url).toBe('https://x.example/mcp');
  });

  it('is a user and password in an address as Basic authentication, and the address without them', () => {
    expect(one({ url: 'https://bob:p%40ss@x.example/mcp' })).toMatchObject({
      address: 'https://x.example/mcp',
      input: {
        url: 'https://x.example/mcp',
        auth: { headers: { Authorization: `Basic ${Buffer.from('bob:p@ss').toString('base64')}` } },
      },
    });
  });

  it('is not what a variable without a value stands for: the variable is named', () => {
    expect(read('gemini')).toMatchObject([{ name: 'maps', input: null, missing: ['MAPS_KEY'] }]);
  });

  it('is not a header that the connection writes itself', () => {
    const candidate = one({ url: 'https://x.example/mcp', headers: { Accept: 'text/html', 'X-A': '1' } });
    expect(candidate.input?.auth).toEqual({ type: 'headers', headers: { 'X-A': '1' } });
    expect(candidate.notes.join()).toMatch(/Accept is left out/);
  });

  it('is not a program, which is named without its arguments', () => {
    const [, context7] = [...read('codex')].reverse();
    expect(context7).toMatchObject({ name: 'context7', input: null, address: null });
    expect(JSON.stringify(read('codex'))).not.toContain('c7-secret');
    expect(one({ command: 'npx', args: ['-y', 'pkg', '--token=abcdef123456'] }).notes.join()).toMatch(/npx pkg\.$/);
  });

  it('is not the gateway itself, nor an address of another kind', () => {
    expect(one({ url: `${origin}/ws/acme` })).toMatchObject({ input: null });
    expect(one({ url: 'ftp://x.example' })).toMatchObject({ input: null });
  });
});

it('the address that is shown holds no key', () => {
  const candidate = one({ url: 'https://x.example/mcp?apiKey=abc123' });
  expect(candidate.address).toBe('https://x.example/mcp?…');
  expect(candidate.notes.join()).toMatch(/visible to admins/);
});

it.each(Object.keys(clientFiles))('the format of a file is told by what is in it: %s', (id) => {
  expect(() => readAnyConfig(clientFiles[id] ?? '', null)).not.toThrow();
  expect(typeof readAnyConfig(clientFiles[id] ?? '', null)).toBe('object');
});
