import { expect, test } from 'vitest';
import { CreateServerInput, type Server, UpdateServerInput } from '@/lib/servers/schemas';
import { createInput, draftOf, emptyDraft, updateInput } from './server-draft';

const server = {
  id: '019abcde-0000-7000-8000-000000000000',
  slug: 'github',
  name: 'GitHub',
  url: 'https://mcp.example.com/mcp',
  enabled: true,
  prefix: 'github',
  auth: { type: 'none' },
  timeout_ms: 60_000,
  connect_timeout_ms: 500,
  total_timeout_ms: 3_600_000,
  concurrency_max: 64,
} as Server;

test('a form that nobody touched changes nothing', () => {
  expect(updateInput(draftOf(server), server)).toEqual({});
  expect(updateInput(draftOf({ ...server, prefix: '' }), { ...server, prefix: '' })).toEqual({});
  expect(updateInput(draftOf({ ...server, prefix: 'gh' }), { ...server, prefix: 'gh' })).toEqual({});
});

test('a prefix is the slug, another one, or none', () => {
  const draft = draftOf(server);
  expect(updateInput({ ...draft, prefixKind: 'none' }, server)).toEqual({ prefix: '' });
  expect(updateInput({ ...draft, prefixKind: 'own', prefix: ' gh ' }, server)).toEqual({ prefix: 'gh' });
  const bare = { ...server, prefix: '' };
  expect(updateInput({ ...draftOf(bare), prefixKind: 'slug' }, bare)).toEqual({ prefix: 'github' });
  expect(createInput({ ...emptyDraft, prefixKind: 'none' })).toHaveProperty('prefix', '');
  expect(createInput({ ...emptyDraft, prefixKind: 'own', prefix: '' })).not.toHaveProperty('prefix');
});

test('seconds become milliseconds, and what is no number is refused at its field', () => {
  const draft = { ...draftOf(server), connectTimeoutSeconds: '2.5', totalTimeoutSeconds: '10', concurrencyMax: '3' };
  const input = updateInput(draft, server);
  expect(input).toEqual({ connect_timeout_ms: 2_500, total_timeout_ms: 10_000, concurrency_max: 3 });
  expect(UpdateServerInput.safeParse(input).success).toBe(true);
  const bad = CreateServerInput.safeParse(
    createInput({ ...emptyDraft, name: 'A', url: 'https://a', timeoutSeconds: 'soon', concurrencyMax: '' }),
  );
  expect(bad.error?.issues.map(({ path }) => path)).toEqual([['timeout_ms'], ['concurrency_max']]);
});
