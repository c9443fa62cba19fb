import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { clientOf } from '../connect/clients';
import { clientFile, isInstalled, resolvePlace, shortPath } from './client-places';

const home = mkdtempSync(join(tmpdir(), 'aerostack-places-'));
afterAll(() => rmSync(home, { recursive: true }));
const env = { HOME: home };
const placeOf = (id: string) => clientOf(id).user[0] ?? '';

it.each([
  ['claude-desktop', 'mac', '/Library/Application Support/Claude/claude_desktop_config.json'],
  ['claude-desktop', 'windows', '/AppData/Roaming/Claude/claude_desktop_config.json'],
  ['claude-desktop', 'linux', '/.config/Claude/claude_desktop_config.json'],
  ['claude-code', 'mac', '/.claude.json'],
  ['codex', 'linux', '/.codex/config.toml'],
  ['zed', 'mac', '/.config/zed/settings.json'],
  ['goose', 'windows', '/AppData/Roaming/Block/goose/config/config.yaml'],
  ['vscode-insiders', 'linux', '/.config/Code - Insiders/User/mcp.json'],
] as const)('the file of %s on %s is where its maker says', (id, system, path) => {
  expect(resolvePlace(placeOf(id), env, system)).toBe(home + path);
});

it.each([
  ['codex', 'CODEX_HOME', 'config.toml'],
  ['claude-code', 'CLAUDE_CONFIG_DIR', '.claude.json'],
  ['vscode', 'XDG_CONFIG_HOME', 'Code/User/mcp.json'],
])('%s follows %s', (id, variable, path) => {
  expect(resolvePlace(placeOf(id), { ...env, [variable]: '/elsewhere' }, 'linux')).toBe(`/elsewhere/${path}`);
});

it('of two files that a client may read, the one that is there counts', async () => {
  const opencode = clientOf('opencode');
  const folder = join(home, '.config/opencode');
  expect(await clientFile(opencode, 'user', env)).toBe(join(folder, 'opencode.json'));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'opencode.jsonc'), '{}');
  expect(await clientFile(opencode, 'user', env)).toBe(join(folder, 'opencode.jsonc'));
  expect(await clientFile(clientOf('windsurf'), 'project', env)).toBeNull();
});

it('a client is found by its file or its folder, and not by the home that everybody has', async () => {
  const found = async (id: string) => isInstalled(clientOf(id), env);
  expect(await found('cursor')).toBe(false);
  expect(await found('claude-code')).toBe(false);
  mkdirSync(join(home, '.cursor'));
  mkdirSync(join(home, '.claude'));
  expect(await found('cursor')).toBe(true);
  expect(await found('claude-code')).toBe(true);
  expect(shortPath(join(home, '.cursor/mcp.json'), env)).toBe('~/.cursor/mcp.json');
  expect(shortPath('/etc/mcp.json', env)).toBe('/etc/mcp.json');
});
