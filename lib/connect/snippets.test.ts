import { describe, expect, it } from 'vitest';
import { clientGuides } from './client-guides';
import { type ClientGuide, environmentLine, mcpJson, tokenVariable, verifyCommand } from './snippets';

const token = 'mwt_7a3f9c1e8b4d2f6a5c0e1d2b3a49586776859403e4ccb7ee';
const target = { slug: 'acme', url: 'https://mcp.example.com/ws/acme', token };

const guide = (id: ClientGuide['id'], from = target): ClientGuide => {
  const found = clientGuides(from).find((candidate) => candidate.id === id);
  if (!found) throw new Error(`no guide for ${id}`);
  return found;
};
const textOf = (id: ClientGuide['id'], variant: 'literal' | 'reference', from = target) => {
  const text = guide(id, from).variants.find((candidate) => candidate.id === variant)?.snippets[0]?.text;
  if (text === undefined) throw new Error(`no ${variant} variant for ${id}`);
  return text;
};

describe('client configurations', () => {
  it('paste the block of the contract, to the letter', () => {
    expect(JSON.parse(mcpJson(target))).toEqual({
      mcpServers: {
        acme: { url: 'https://mcp.example.com/ws/acme', headers: { Authorization: `Bearer ${token}` } },
      },
    });
  });

  it('never carry the token in a link, which browsers and systems write down', () => {
    for (const { link } of clientGuides(target)) {
      if (link === null) continue;
      expect(link.href).not.toContain('mwt_7');
      expect(atob(decodeURIComponent(/config=([^&]+)/.exec(link.href)?.[1] ?? ''))).not.toContain('mwt_7');
      expect(decodeURIComponent(link.href)).not.toContain(token);
    }
  });

  it('mark every text that holds the token as secret, and only those', () => {
    const snippets = clientGuides(target).flatMap(({ variants }) => variants.flatMap((variant) => variant.snippets));
    expect(snippets.length).toBeGreaterThan(7);
    for (const snippet of snippets) expect(snippet.isSecret, snippet.where).toBe(snippet.text.includes(token));
  });

  it('give Claude Desktop a bridge, because its file skips entries with a url', () => {
    const server = JSON.parse(textOf('claude-desktop', 'literal')).mcpServers.acme;
    expect(server).not.toHaveProperty('url');
    expect(server.command).toBe('npx');
    expect(server.args).toContain(`Authorization:\${AUTH_HEADER}`);
    expect(server.env).toEqual({ AUTH_HEADER: `Bearer ${token}` });
  });

  it('let the bridge use plain http only where the gateway has nothing else, beyond this machine', () => {
    const argsFor = (url: string) =>
      JSON.parse(textOf('claude-desktop', 'literal', { ...target, url })).mcpServers.acme.args;
    expect(argsFor('http://10.0.0.5:3000/ws/acme')).toContain('--allow-http');
    expect(argsFor('http://127.0.0.1:3000/ws/acme')).not.toContain('--allow-http');
    expect(argsFor('https://mcp.example.com/ws/acme')).not.toContain('--allow-http');
  });

  it('name the transport where a client would guess the wrong one', () => {
    expect(JSON.parse(textOf('claude-code', 'reference')).mcpServers.acme.type).toBe('http');
    expect(JSON.parse(textOf('vscode', 'reference')).servers.acme.type).toBe('http');
    expect(textOf('claude-code', 'literal')).toContain('--transport http acme');
  });

  it('write each reference in the form its client expands', () => {
    expect(textOf('claude-code', 'reference')).toContain(`Bearer \${${tokenVariable}}`);
    expect(textOf('cursor', 'reference')).toContain(`Bearer \${env:${tokenVariable}}`);
    const vscode = JSON.parse(textOf('vscode', 'reference'));
    expect(vscode.servers.acme.headers.Authorization).toBe(`Bearer \${input:${vscode.inputs[0].id}}`);
    expect(vscode.inputs[0].password).toBe(true);
  });

  it('leave a visible gap where no token is known, and read it from the environment where that works', () => {
    const unknown = { ...target, token: null };
    expect(mcpJson(unknown)).toContain('Bearer mwt_REPLACE');
    expect(environmentLine(unknown)).toBe('export AEROSTACK_MCP_TOKEN="mwt_REPLACE"');
    expect(verifyCommand(unknown)).toContain('Bearer $AEROSTACK_MCP_TOKEN');
    expect(verifyCommand(target)).toContain(`Bearer ${token}`);
  });
});
