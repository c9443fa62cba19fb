import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Client, type Connection, entryPath } from './client';
import { connectIn, disconnectIn, formatOf } from './client-entry';
import { clientFiles } from './client-files-fixture';
import { clientOf, clients } from './clients';
import { meansTheSame, valueAt, withValue } from './config-path';

const token = `mwt_${'7a3f9c1e'.repeat(6)}`;
const connection: Connection = {
  slug: 'acme',
  url: 'https://mcp.example.com/ws/acme',
  secret: token,
  variable: null,
  bridge: { command: '/usr/bin/node', args: ['/opt/aerostack/cli.js', 'bridge', 'acme'] },
};
const referring = (client: Client): Connection => ({
  ...connection,
  secret: client.reference?.('AEROSTACK_MCP_TOKEN', 'acme') ?? token,
  variable: client.reference === null ? null : 'AEROSTACK_MCP_TOKEN',
});

/** What an edit left of the text before and after the one stretch that it put in. */
function insertedInto(before: string, after: string): string {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < before.length - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  return before.slice(start, before.length - end);
}

const sampleOf = (id: string) =>
  clientFiles[id.replace(/-(cli|insiders)$/, '')] ?? clientFiles[id] ?? `no file for ${id}`;
const cases = clients.map((client) => [client.id, client, sampleOf(client.id)] as const);

describe.each(cases)('the file of %s', (_, client, file) => {
  const format = formatOf(client);
  const path = entryPath(client, 'acme');

  it('gets the connection, and keeps every byte of what was there', () => {
    const written = connectIn(file, client, connection);
    expect(valueAt(format.read(written), path)).toEqual(client.server(connection));
    // All that may go is the emptiness of an empty list, and a comma is no byte of anybody's.
    expect(insertedInto(file, written).replace(/[\s{}[\],]/g, '')).toBe('');
  });

  it('is what it was once the connection is taken out again', () => {
    for (const one of [connection, referring(client)]) {
      const back = disconnectIn(connectIn(file, client, one), client, one);
      expect(back).toBe(file);
    }
  });

  it('is left alone when the connection is there already', () => {
    const written = connectIn(file, client, connection);
    expect(connectIn(written, client, connection)).toBe(written);
  });

  it('takes another token in the place of the old one, and nothing else changes', () => {
    const written = connectIn(file, client, connection);
    const other = `mwt_${'0'.repeat(48)}`;
    expect(connectIn(written, client, { ...connection, secret: other })).toBe(written.replace(token, other));
  });

  it('names the variable without a token in it, where the client expands one', () => {
    const one = referring(client);
    if (one.variable === null) return expect(client.reference).toBeNull();
    const written = connectIn(connectIn(file, client, connection), client, one);
    expect(written).not.toContain('mwt_7');
    expect(valueAt(format.read(written), path)).toEqual(client.server(one));
  });

  it('is made when there is none', () => {
    const written = connectIn('', client, connection);
    expect(written.endsWith('\n')).toBe(true);
    expect(valueAt(format.read(written), path)).toEqual(client.server(connection));
  });
});

describe('an entry that is there already', () => {
  it('keeps what its owner added to it, and loses what said how to reach something else', () => {
    const cursor = clientOf('cursor');
    const file = `{
  "mcpServers": {
    "acme": {
      "command": "npx", // was local
      "args": ["-y", "acme-mcp"],
      "disabled": false, // keep
      "headers": { "authorization": "Bearer old", "X-Team": "shop" }
    }
  }
}`;
    const written = connectIn(file, cursor, connection);
    expect(valueAt(formatOf(cursor).read(written), ['mcpServers', 'acme'])).toEqual({
      disabled: false,
      headers: { 'X-Team': 'shop', Authorization: `Bearer ${token}` },
      url: connection.url,
    });
    expect(written).toContain('"disabled": false, // keep');
  });

  it('keeps the settings of Codex when the token moves into a variable', () => {
    const codex = clientOf('codex');
    const written = `${connectIn(clientFiles.codex ?? '', codex, connection)}`.replace(
      'http_headers = { Authorization',
      'tool_timeout_sec = 9 # slow\nhttp_headers = { Authorization',
    );
    const referred = connectIn(written, codex, referring(codex));
    expect(valueAt(formatOf(codex).read(referred), ['mcp_servers', 'acme'])).toEqual({
      url: connection.url,
      tool_timeout_sec: 9,
      bearer_token_env_var: 'AEROSTACK_MCP_TOKEN',
    });
    expect(referred).toContain('tool_timeout_sec = 9 # slow');
  });
});

/** A configuration as somebody might have it: any data, printed with any habits. */
const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9 _.-]{0,8}$/).filter((text) => text !== 'acme');
const data = fc.dictionary(
  name,
  fc.oneof(
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.array(fc.string(), { maxLength: 3 }),
    fc.dictionary(name, fc.string(), { maxKeys: 3 }),
  ),
  { maxKeys: 4 },
);
const habits = fc.record({
  unit: fc.constantFrom('', '  ', '    ', '\t'),
  lineBreak: fc.constantFrom('\n', '\r\n'),
  ending: fc.constantFrom('', '\n', '\n\n'),
  mark: fc.constantFrom('', '\ufeff'),
});

it('any JSON file keeps all that it holds, and comes back from the edit byte for byte', () => {
  const client = clientOf('cursor');
  const json = formatOf(client);
  fc.assert(
    fc.property(data, data, habits, (outer, servers, { unit, lineBreak, ending, mark }) => {
      const held = { ...outer, mcpServers: servers };
      const file = mark + (JSON.stringify(held, null, unit) + ending).replaceAll('\n', lineBreak);
      const written = connectIn(file, client, connection);
      expect(json.read(written)).toEqual(withValue(held, ['mcpServers', 'acme'], client.server(connection)));
      expect(disconnectIn(written, client, connection)).toBe(file);
    }),
    { numRuns: 150 },
  );
});

it('comments and commas of any JSON file stay where they are', () => {
  const client = clientOf('zed');
  const noise = fc.constantFrom('', ' ', '\n', ' // why\n', ' /* how */ ', '\n  // alone\n', '\t');
  fc.assert(
    fc.property(
      fc.array(noise, { minLength: 12, maxLength: 12 }),
      fc.boolean(),
      fc.boolean(),
      (n, hasComma, hasServer) => {
        const server = hasServer ? `${n[4]}"a"${n[5]}:${n[6]}{}${hasComma ? `${n[7]},` : ''}` : '';
        const file = `${n[0]}{${n[1]}"context_servers"${n[2]}:${n[3]}{${server}${n[8]}}${n[9]},${n[10]}"z": 1${n[11]}}`;
        const written = connectIn(file, client, connection);
        const comments = (text: string) => text.match(/\/\/.*|\/\*.*?\*\//g) ?? [];
        expect(comments(written.replace(connection.url, ''))).toEqual(comments(file));
        const back = disconnectIn(written, client, connection);
        expect(back.replace(/\s/g, '')).toBe(file.replace(/\s/g, ''));
        if (hasServer) expect(back).toBe(file);
      },
    ),
    { numRuns: 300 },
  );
});

it('what is read again after an edit differs by the entry only, or the edit is refused', () => {
  const lines = fc.array(
    fc.constantFrom(
      'a: 1',
      'b:',
      '  c: x # y',
      '  - d',
      'extensions:',
      '  dev:',
      '    on: true',
      '  # note',
      '',
      'e: |',
      '  text',
      'f: {g: 1}',
      'extensions: {}',
      '- z',
      'h: "i"',
    ),
    { maxLength: 10 },
  );
  const client = clientOf('goose');
  const yaml = formatOf(client);
  let edited = 0;
  fc.assert(
    fc.property(lines, fc.constantFrom('\n', '\r\n'), fc.boolean(), (text, lineBreak, isEnded) => {
      const file = text.join(lineBreak) + (isEnded ? lineBreak : '');
      let before: unknown;
      let written: string;
      try {
        before = yaml.read(file);
        written = connectIn(file, client, connection);
      } catch (error) {
        expect(error).toMatchObject({ name: expect.stringMatching(/^Un(readable|editable)Config$/) });
        return;
      }
      edited += 1;
      const meant = withValue(before, ['extensions', 'acme'], client.server(connection));
      expect(meansTheSame(yaml.read(written), meant)).toBe(true);
      const kept = file.split(/\r?\n/).filter((line) => /[#a-z]/.test(line) && !line.includes('{'));
      for (const line of kept) expect(written.split(/\r?\n/)).toContain(line);
    }),
    { numRuns: 500 },
  );
  expect(edited).toBeGreaterThan(100);
});

describe('a file that is not of its format', () => {
  it.each([
    ['cursor', '{\n  "mcpServers": {\n    "a": }\n}', /line 3, column 10/],
    ['cursor', '{"a": 1, "a": 2}', /column 10: the key a is here twice/],
    ['codex', 'a = 1\nb = = 2\n', /line 2, column 5/],
    ['goose', 'a: 1\nb: c: d\n', /line 2, column 4/],
  ])('is refused with line and column: %s %j', (id, file, words) => {
    expect(() => connectIn(file, clientOf(id), connection)).toThrow(words);
  });

  it.each([
    ['cursor', '{"mcpServers": []}', /mcpServers.acme is not an object/],
    ['cursor', '[1]', /not an object/],
    ['codex', 'mcp_servers = 1\n', /./],
    ['goose', 'extensions: [a]\n', /extensions.acme is not a map/],
    ['goose', 'a: &x {}\nextensions: *x\n', /alias/],
    ['goose', 'a: 1\n---\nb: 1\n', /several/],
  ])('is refused when it cannot hold the entry: %s %j', (id, file, words) => {
    expect(() => connectIn(file, clientOf(id), connection)).toThrow(words);
  });
});
