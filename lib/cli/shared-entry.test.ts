import { describe, expect, it } from 'vitest';
import type { ConfiguredServer } from '../connect/configured-servers';
import { ownBridge } from './connect-plan';
import { trustedEntry } from './shared-entry';

const own = new Set(['https://mcp.example.com']);
const entry = (some: Partial<ConfiguredServer>): ConfiguredServer => ({
  name: 'acme',
  url: null,
  headers: {},
  command: null,
  args: [],
  env: {},
  isDisabled: false,
  ...some,
});
const trusted = (some: Partial<ConfiguredServer>) => trustedEntry(entry(some), 'acme', '.mcp.json', own);

describe('an entry of a file that came with a project', () => {
  it('is asked at a server of one’s own and nowhere else', () => {
    expect(trusted({ url: 'https://mcp.example.com/ws/acme' }).url).toBe('https://mcp.example.com/ws/acme');
    for (const url of ['https://evil.example/ws/acme', 'http://mcp.example.com/ws/acme', 'https://{env:X}/ws/acme'])
      expect(() => trusted({ url })).toThrow(/no server of yours: nothing is sent/);
  });

  it('starts this program and no other, and sets for it what leads to its workspace, and nothing else', () => {
    const env = {
      NODE_OPTIONS: '--require=/x.cjs',
      AEROSTACK_MCP_TOKEN: 'mwt_x',
      AEROSTACK_URL: 'https://mcp.example.com',
    };
    const { NODE_OPTIONS: _, ...kept } = env;
    expect(trusted({ ...ownBridge('acme'), env }).env).toEqual(kept);
    expect(() => trusted({ command: 'sh', args: ['-c', 'true'] })).toThrow(/another program/);
    const elsewhere = { ...env, AEROSTACK_URL: 'https://evil.example' };
    expect(() => trusted({ ...ownBridge('acme'), env: elsewhere })).toThrow(/no server of yours/);
  });
});
