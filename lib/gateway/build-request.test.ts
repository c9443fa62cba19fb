import { describe, expect, it } from 'vitest';
import { buildRequest, type Outgoing } from './build-request';
import type { CatalogueServer } from './deps';
import { type Message, readEnvelope } from './read-envelope';
import { type ForwardedMethod, plainRoute } from './route';

const server = { id: 's1' } as CatalogueServer;
const message = (text: string): Message => {
  const envelope = readEnvelope(Buffer.from(text));
  if (envelope.kind !== 'message') throw new Error('no message');
  return envelope.message;
};
const outgoing = (over: Partial<Outgoing> = {}): Outgoing => ({
  id: 9,
  era: 'legacy',
  version: '1.2.3',
  capabilities: {},
  logLevel: null,
  inputResponses: null,
  requestState: null,
  ...over,
});
const build = (method: ForwardedMethod, name: string, params: string, over?: Partial<Outgoing>) =>
  buildRequest(
    message(`{"jsonrpc":"2.0","id":"c","method":"${method}","params":${params}}`),
    plainRoute(method, server, name),
    outgoing(over),
  );

describe('a request to a server', () => {
  it('has the arguments byte for byte, and nothing of what a client says about itself', () => {
    const params =
      '{"name":"x__echo","arguments":{"n":1.0e2, "n":12345678901234567890},"extra":1,"_meta":{"device":"d","progressToken":"p"}}';
    expect(build('tools/call', 'echo', params)).toBe(
      '{"jsonrpc":"2.0","id":9,"method":"tools/call","params":{"name":"echo","arguments":{"n":1.0e2, "n":12345678901234567890},"_meta":{"progressToken":9}}}',
    );
  });

  it('has the trace keys, and no client can pass itself off as the gateway', () => {
    const meta = '{"traceparent":"00-a","baggage":7,"io.modelcontextprotocol/clientInfo":{"name":"evil"}}';
    const sent = JSON.parse(
      build('tools/call', 'echo', `{"name":"x","_meta":${meta}}`, { era: 'modern', logLevel: 'info' }),
    );
    expect(sent.params._meta).toEqual({
      progressToken: 9,
      traceparent: '00-a',
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientInfo': { name: 'aerostack-mcp-gateway', version: '1.2.3' },
      'io.modelcontextprotocol/clientCapabilities': {},
      'io.modelcontextprotocol/logLevel': 'info',
    });
  });

  it('brings answers byte for byte and the server its own state', () => {
    const sent = build('prompts/get', 'p', '{"name":"x__p","requestState":"sealed","inputResponses":{"k":1}}', {
      inputResponses: '{"k":{"n":12345678901234567890}}',
      requestState: 'its "own"',
    });
    expect(sent).toContain('"inputResponses":{"k":{"n":12345678901234567890}},"requestState":"its \\"own\\""');
    expect(sent).not.toContain('sealed');
  });

  it('names the prompt of a completion as the server does, and leaves the URI of a resource alone', () => {
    const argument = '"argument":{"name":"a","value":"v"}';
    const prompt = `{"ref":{"type":"ref/prompt","name":"x__p"},${argument},"context":{"arguments":{}}}`;
    expect(JSON.parse(build('completion/complete', 'p', prompt)).params).toMatchObject({
      ref: { type: 'ref/prompt', name: 'p' },
      argument: { name: 'a', value: 'v' },
      context: { arguments: {} },
    });
    const resource = `{"ref":{"type":"ref/resource","uri":"a://{b}","name":"mine"},${argument}}`;
    expect(JSON.parse(build('completion/complete', 'a://{b}', resource)).params.ref).toEqual({
      type: 'ref/resource',
      uri: 'a://{b}',
      name: 'mine',
    });
  });
});
