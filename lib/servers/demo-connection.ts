import { modernVersion, ownEnvelope } from '../mcp-protocol';
import type { Listening, OpenedServer, ServerConnection, ServerReply } from './connections';
import { answerDemo } from './demo-server';
import { tooLarge } from './failure-of-status';
import { type Handshake, readDiscovery } from './handshake';
import { isJsonObject } from './json-object';
import { quiet } from './simple-line';

/** The built-in demo server behind the interface of a remote one, without a socket between. */
export class DemoConnection implements ServerConnection {
  readonly era = 'modern';
  readonly protocolVersion = modernVersion;
  readonly canAsk = false;

  constructor(private readonly version: string) {}

  async open(): Promise<OpenedServer> {
    const { sessionId: _none, ...facts } = this.#discover();
    return { ...facts, epoch: 1 };
  }

  async post(message: string): Promise<ServerReply> {
    const { status, body } = answerDemo(message, new Date(), this.version);
    return new MemoryReply(status, Buffer.from(body));
  }

  reset(): void {}

  listen(): Listening {
    return quiet(new Error('The demo server has no resources.'));
  }

  tell(): void {}

  #discover(): Handshake {
    const params = { _meta: ownEnvelope(this.version) };
    const request = JSON.stringify({ jsonrpc: '2.0', id: 'aerostack-discover', method: 'server/discover', params });
    const answer: unknown = JSON.parse(answerDemo(request, new Date(), this.version).body);
    const found = isJsonObject(answer) && isJsonObject(answer.result) ? readDiscovery(answer.result) : null;
    if (found === null) throw new Error('the demo server does not answer server/discover as 2026-07-28 demands');
    return found;
  }
}

class MemoryReply implements ServerReply {
  readonly epoch = 1;
  readonly redirectOrigin = null;

  constructor(
    readonly status: number,
    private readonly bytes: Buffer,
  ) {}

  get contentType(): string {
    return this.bytes.length === 0 ? '' : 'application/json';
  }

  get body(): AsyncIterable<Buffer> {
    return once(this.bytes);
  }

  async text(bytesMax: number): Promise<string> {
    if (this.bytes.length > bytesMax) throw tooLarge(bytesMax);
    return this.bytes.toString();
  }

  discard(): void {}

  hold(): void {}

  resume(): void {}
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  if (bytes.length > 0) yield bytes;
}
