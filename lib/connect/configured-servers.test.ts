import { describe, expect, it } from 'vitest';
import { formatOf } from './client-entry';
import { clientFiles } from './client-files-fixture';
import { clientOf } from './clients';
import { configuredServers } from './configured-servers';

const serversIn = (id: string) => configuredServers(formatOf(clientOf(id)).read(clientFiles[id] ?? ''));
const remote = (id: string) =>
  serversIn(id).flatMap(({ name, url, headers }) => (url === null ? [] : [{ name, url, headers }]));

describe('the servers of a configuration are read whatever client it is for', () => {
  it.each([
    [
      'claude-code',
      [
        {
          name: 'sentry',
          url: 'https://mcp.sentry.dev/mcp',
          headers: { Authorization: `Bearer \${SENTRY_TOKEN:-none}` },
        },
        { name: 'shop-db', url: 'https://db.shop.example/mcp', headers: {} },
      ],
    ],
    [
      'claude-desktop',
      [{ name: 'notes', url: 'https://notes.example/mcp', headers: { Authorization: 'Bearer notes-secret-77' } }],
    ],
    [
      'vscode',
      [
        {
          name: 'Perplexity',
          url: 'https://perplexity.example/mcp',
          headers: { 'X-Api-Key': `\${input:perplexity-key}` },
        },
      ],
    ],
    [
      'windsurf',
      [{ name: 'figma', url: 'https://mcp.figma.com/mcp', headers: { 'X-Figma-Token': `\${env:FIGMA_TOKEN}` } }],
    ],
    [
      'jetbrains-copilot',
      [{ name: 'jira', url: 'https://jira.example/mcp', headers: { Authorization: 'Bearer jira-secret-1' } }],
    ],
    [
      'continue',
      [
        {
          name: 'linear',
          url: 'https://mcp.linear.app/mcp',
          headers: { Authorization: `Bearer \${{ secrets.LINEAR_KEY }}` },
        },
      ],
    ],
    ['goose', [{ name: 'wiki', url: 'https://wiki.example/mcp', headers: { Authorization: 'Bearer $WIKI_TOKEN' } }]],
    [
      'codex',
      [
        {
          name: 'figma',
          url: 'https://mcp.figma.com/mcp',
          headers: { Authorization: `Bearer \${env:FIGMA_OAUTH_TOKEN}`, 'X-Figma-Region': 'us-east-1' },
        },
      ],
    ],
    ['gemini', [{ name: 'maps', url: 'https://maps.example/mcp', headers: { 'X-Goog-Api-Key': '$MAPS_KEY' } }]],
    [
      'opencode',
      [{ name: 'jira', url: 'https://jira.example/mcp', headers: { Authorization: 'Bearer {env:JIRA_KEY}' } }],
    ],
  ])('%s', (id, servers) => {
    expect(remote(id)).toEqual(servers);
  });
});

it('what a client starts itself is told apart, with its words', () => {
  const started = (id: string) =>
    serversIn(id).flatMap(({ name, command, args }) => (command === null ? [] : [[name, command, ...args]]));
  expect(started('codex')).toEqual([['context7', 'npx', '-y', '@upstash/context7-mcp']]);
  expect(started('opencode')).toEqual([['local', 'bun', 'x', 'my-mcp-command']]);
  expect(started('zed')).toEqual([['local', '/usr/bin/tool', 'mcp']]);
  expect(started('claude-desktop')).toEqual([['memory', 'npx', '-y', '@modelcontextprotocol/server-memory']]);
});

it('what is switched off is known to be so, in either word for it', () => {
  expect(serversIn('goose').map(({ name, isDisabled }) => [name, isDisabled])).toEqual([['wiki', true]]);
  expect(serversIn('roo').map(({ isDisabled }) => isDisabled)).toEqual([true]);
});

it('data that holds no servers has none, whatever it is', () => {
  for (const data of [
    undefined,
    null,
    1,
    'x',
    [],
    {},
    { mcpServers: 3 },
    { mcpServers: { a: 1, b: {}, c: { url: 4 } } },
    { servers: ['x'] },
  ])
    expect(configuredServers(data)).toEqual([]);
});
