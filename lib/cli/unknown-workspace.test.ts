import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Command } from 'commander';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Output } from './output';
import { createProgram } from './program';
import { run, type Surroundings } from './run';

/** An installation with one workspace, which has nothing in it: everything else is not found. */
const installation: Server = createServer((req, res) => {
  const isList = req.method === 'GET' && req.url?.startsWith('/api/v1/workspaces?');
  const problem = { code: 'not_found', detail: 'There is nothing here.', request_id: 'r' };
  res
    .writeHead(isList ? 200 : 404)
    .end(JSON.stringify(isList ? { workspaces: [workspace], next_cursor: null } : problem));
});
const workspace = {
  id: '019abcde-0000-7000-8000-000000000000',
  slug: 'my-workspace',
  name: 'My Workspace',
  description: '',
  status: 'active',
  role: 'owner',
  gateway_url: 'http://127.0.0.1/ws/my-workspace',
  server_count: 0,
  token_count: 0,
  member_count: 1,
  token_policy: { max_lifetime: null, expiry_required: false, on_leak: 'revoke' },
  rate_limit: null,
  usage_detail: 'full',
  created_at: '2026-11-28T08:00:00Z',
  updated_at: '2026-11-28T08:00:00Z',
};

const said: string[] = [];
const say = (text: string) => void said.push(text);
const nothing = async () => {};
const words = { say, succeed: say, fail: say, debug: () => {}, showDebug: () => {} };
const output: Output = { isTerminal: false, isClosed: false, result: nothing, json: nothing, table: nothing, ...words };
let surroundings: Surroundings;

beforeAll(async () => {
  await once(installation.listen(0, '127.0.0.1'), 'listening');
  const env = {
    HOME: '/nonexistent',
    AEROSTACK_URL: `http://127.0.0.1:${(installation.address() as AddressInfo).port}`,
    AEROSTACK_API_KEY: `ak_${'c0ffee00'.repeat(6)}`,
  };
  const { signal } = new AbortController();
  surroundings = { env, output, isInteractive: false, signal, now: () => new Date() };
});
afterAll(() => void installation.close().closeAllConnections());

const fillings: Record<string, string> = {
  workspace: 'my-workspaec',
  role: 'admin',
  url: 'aerostack:demo',
  email: 'a@example.com',
};

/** A line that gives a command all that it must have, and a workspace with a slip in it. */
function lineOf(command: Command): string[] {
  const path = command.parent === null ? [] : [...lineOf(command.parent), command.name()];
  const args = command.registeredArguments.filter((argument) => argument.required || argument.name() === 'workspace');
  const options = command.options.filter(({ mandatory, long }) => mandatory || long === '--yes');
  return [
    ...path,
    ...args.map((argument) => fillings[argument.name()] ?? 'x'),
    ...options.flatMap(({ long, required }) => [long ?? '', ...(required ? ['x'] : [])]),
  ];
}

const allOf = (command: Command): Command[] => [command, ...command.commands.flatMap(allOf)];

it('a workspace that there is not is answered with the one that was probably meant, by every command that takes one', async () => {
  const commands = createProgram(surroundings).commands.filter((command) => command.name() === 'workspace');
  const taking = commands.flatMap(allOf).filter((one) => one.registeredArguments[0]?.name() === 'workspace');
  expect(taking.length).toBeGreaterThan(20);
  for (const command of taking) {
    said.length = 0;
    const line = lineOf(command);
    const code = await run(line, { ...surroundings, signal: new AbortController().signal });
    const sentence = expect.stringMatching(
      /no workspace “my-workspaec”.*Did you mean “my-workspace”\?.*workspace list/,
    );
    expect({ line, code, said }).toEqual({ line, code: 4, said: [sentence] });
  }
}, 20_000);
