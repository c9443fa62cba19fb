import { createHash } from 'node:crypto';
import { Agent, request as send } from 'undici';
import type { Peer } from '../instances/registry';
import type { GatewayDeps } from './deps';
import type { GatewayRequest } from './handle-request';
import type { GatewayResponse } from './respond';

/** What one instance says to another of a request that it hands on, sealed with what only instances know. */
export interface Slip {
  /** The instance that it is for. */
  to: string;
  /** The client's address. */
  peer: string;
  requestId: string;
  atMs: number;
}

export const relayHeader = 'x-aerostack-relay';
/** On the answer of an instance that does not know what the request names. */
export const notHereHeader = 'x-aerostack-not-here';
const connectMs = 1_000;
/** The other instance bounds every wait itself, by an hour at most; these are for one that is gone without a word. */
const headersMs = 3_660_000;
const silenceMs = 60_000;
/** How far the clocks of two instances may be apart, plus the way. */
const ageMsMax = 5 * 60_000;
const slipLengthMax = 2_048;
const tellMs = 5_000;
const goneMs = 10_000;
const misdirected = 421;
/** RFC 9110 §7.6.1, and what is written anew. */
const ownHeaders = new Set([
  ...['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'te', 'trailer', 'expect', 'content-length'],
  ...['proxy-connection', 'proxy-authorization', relayHeader],
]);
const answeredHeaders = [
  notHereHeader,
  'content-type',
  'cache-control',
  'x-accel-buffering',
  'mcp-session-id',
  'allow',
  'retry-after',
];

/**
 * Hands a request to the instance that holds what it needs: a 2025-era session, or a call that waits for its client. So no client has to
 * come back to the instance where it began. A request is handed on once: the other one answers it, or says that it is not who is meant.
 */
export class Relay {
  #agent: Agent | null = null;
  /** Who could not be reached, and until when that is believed: whoever was killed is on record for a while. */
  readonly #gone = new Map<string, number>();

  constructor(private readonly deps: Pick<GatewayDeps, 'sealer' | 'instances' | 'monotonicMs' | 'nowMs' | 'log'>) {}

  /** What came with a request; null when a client sent it. A slip that is forged, old, or another's opens nothing. */
  read(request: GatewayRequest): Slip | null {
    const sealed = request.headers[relayHeader];
    if (typeof sealed !== 'string' || sealed.length > slipLengthMax) return null;
    try {
      const slip = JSON.parse(this.deps.sealer.open(sealed, contextOf(request))) as Slip;
      return Math.abs(this.deps.nowMs() - slip.atMs) < ageMsMax ? slip : null;
    } catch {
      return null;
    }
  }

  /** Which of the others holds what `instanceId` began; of one that is gone, the one that all agree on. Null when it is this one. */
  async holder(instanceId: string, key: string): Promise<Peer | null> {
    const { instances } = this.deps;
    if (instanceId === instances.id) return null;
    const there = await instances.find(instanceId);
    if (there !== null && this.#isThere(there)) return there;
    const own = weight(key, instances.id);
    const present = instances.peers.filter((peer) => this.#isThere(peer));
    const first = present.reduce<{ peer: Peer | null; weight: string }>(
      (best, peer) => {
        const its = weight(key, peer.id);
        return its > best.weight ? { peer, weight: its } : best;
      },
      { peer: null, weight: own },
    );
    return first.peer;
  }

  #isThere({ id }: Peer): boolean {
    const untilMs = this.#gone.get(id);
    if (untilMs === undefined) return true;
    if (untilMs > this.deps.monotonicMs()) return false;
    this.#gone.delete(id);
    return true;
  }

  #miss({ id }: Peer): null {
    this.#gone.set(id, this.deps.monotonicMs() + goneMs);
    return null;
  }

  /** The other instance's answer, as it comes. Null when it was not reached, and so has not seen the request. */
  async send(
    peer: Peer,
    request: GatewayRequest,
    requestId: string,
    body: string | Buffer | null,
  ): Promise<GatewayResponse | null> {
    const gone = new AbortController();
    request.onClose(() => gone.abort());
    try {
      const answer = await this.#post(peer, request, { requestId, body, signal: gone.signal });
      if (answer.statusCode !== misdirected) return await toResponse(answer);
      await answer.body.dump();
      return this.#miss(peer);
    } catch (error) {
      if (isUnreached(error)) return this.#miss(peer);
      this.deps.log.warn({ err: error, instance: peer.id }, 'a request was lost on its way to another instance');
      return lost;
    }
  }

  /** Tells every other instance, and waits for none. */
  tellAll(request: GatewayRequest, requestId: string, body: string): void {
    for (const peer of this.deps.instances.peers) {
      this.#post(peer, request, { requestId, body, signal: AbortSignal.timeout(tellMs) })
        .then((answer) => answer.body.dump())
        .catch(() => undefined);
    }
  }

  async close(): Promise<void> {
    await this.#agent?.destroy();
  }

  #post(
    peer: Peer,
    request: GatewayRequest,
    { requestId, body, signal }: { requestId: string; body: string | Buffer | null; signal: AbortSignal },
  ) {
    const { method, slug, headers, peer: client } = request;
    const slip: Slip = { to: peer.id, peer: client, requestId, atMs: this.deps.nowMs() };
    const kept = Object.entries(headers).filter(([name]) => !ownHeaders.has(name));
    this.#agent ??= new Agent({ connect: { timeout: connectMs }, headersTimeout: headersMs, bodyTimeout: silenceMs });
    return send(`${peer.url}/ws/${slug}`, {
      method: method as 'POST',
      headers: {
        ...Object.fromEntries(kept),
        [relayHeader]: this.deps.sealer.seal(JSON.stringify(slip), contextOf(request)),
      },
      body,
      signal,
      dispatcher: this.#agent,
    });
  }
}

/** The answer to a slip that names another: this address was another instance's. */
export const notMeant = (): GatewayResponse => ({ status: misdirected, headers: {}, body: null });

const lost: GatewayResponse = {
  status: 502,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: '{"jsonrpc":"2.0","id":null,"error":{"code":-32603,"message":"The instance that holds this session was lost while it answered. Whether the request took effect is unknown."}}',
};

async function toResponse({ statusCode, headers, body }: Awaited<ReturnType<typeof send>>): Promise<GatewayResponse> {
  const kept: Record<string, string> = { 'x-content-type-options': 'nosniff' };
  for (const name of answeredHeaders) {
    const value = headers[name];
    if (typeof value === 'string') kept[name] = value;
  }
  if (statusCode !== 204 && kept[notHereHeader] === undefined) return { status: statusCode, headers: kept, body };
  await body.dump();
  return { status: statusCode, headers: kept, body: null };
}

const unreachedCodes = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'UND_ERR_CONNECT_TIMEOUT']);

const isUnreached = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && unreachedCodes.has(String(error.code));

/** A slip opens for the request that it was written for, and for no other token, workspace or method. */
const contextOf = ({ method, slug, headers }: GatewayRequest) =>
  JSON.stringify(['relay', method, slug, headers.authorization]);

/** Highest random weight: everybody who knows the same instances finds the same one, and few keys move when one comes or goes. */
const weight = (key: string, instanceId: string) => createHash('sha256').update(`${instanceId} ${key}`).digest('hex');
