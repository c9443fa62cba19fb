import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Log } from '../log';
import { answerHealth, type HealthSource, isHealthPath } from '../transport/health';
import { clientAddress, parseRanges } from './client-address';
import { NodeRequest } from './node-request';
import { judgeNames, ownNames } from './own-names';
import type { Gateway, Runtime } from './runtime';
import { sendAnswer } from './send-answer';
import { isDecodable, meansGateway, splitTarget } from './split-target';

/** What the front door needs of the runtime. */
export interface HandlerSource extends HealthSource {
  env: HealthSource['env'] & Pick<Runtime['env'], 'url' | 'trustedProxies'>;
  log: Pick<Log, 'error'>;
  gateway: Pick<Gateway, 'handle'>;
}

type NextHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** The front door: the gateway and the health paths are answered here, everything else by Next. */
export function createHandler(
  source: HandlerSource,
  nextHandler: NextHandler,
  onNextRequest: (response: ServerResponse) => void = () => undefined,
): RequestListener {
  const own = ownNames(source.env.url);
  const trusted = parseRanges(source.env.trustedProxies);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (source.state === 'draining') response.setHeader('connection', 'close');
    if (request.url?.startsWith('/') !== true && !toOriginForm(request)) return refuse(response, 400, 'Bad request');
    const { path, slug, query } = splitTarget(request.url ?? '/');
    const peer = request.socket.remoteAddress ?? '';
    const client = trusted.length === 0 ? peer : clientAddress(peer, headerOf(request, 'x-forwarded-for'), trusted);
    if (slug !== null) {
      const answered = await source.gateway.handle(new NodeRequest(request, response, slug, query, client));
      return sendAnswer(response, answered);
    }
    if (isHealthPath(path)) return sendAnswer(response, await answerHealth(source, path, request.headers, peer));
    const verdict = judgeNames(own, request.headers);
    if (verdict === 'foreign_host') return refuse(response, 403, `This server answers to ${source.env.url} only.`);
    if (verdict === 'foreign_origin') return refuse(response, 403, 'Requests from other sites are refused.');
    if (meansGateway(path)) return refuse(response, 404, nothingHere);
    if (!isDecodable(path)) return refuse(response, 400, 'Bad request');
    nameTheClient(request, client, own.scheme);
    onNextRequest(response);
    return nextHandler(request, response);
  }

  return (request, response) => {
    answer(request, response).catch((error: unknown) => fail(source.log, response, error));
  };
}

/** Who takes us for a proxy writes the whole address, and its host outranks the header (RFC 9112 §3.2.2). False for what is no address. */
function toOriginForm(request: IncomingMessage): boolean {
  const target = request.url ?? '';
  if (!/^https?:/i.test(target) || !URL.canParse(target)) return false;
  const { host, pathname, search } = new URL(target);
  request.headers.host = host;
  request.url = pathname + search;
  return true;
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(',') : value;
}

/** Next and the REST API believe these headers, so they say what we know and not what the client wrote. */
function nameTheClient(request: IncomingMessage, client: string, scheme: string): void {
  const { headers } = request;
  headers['x-forwarded-for'] = client;
  headers['x-forwarded-host'] = headers.host;
  headers['x-forwarded-proto'] = scheme;
  delete headers['x-forwarded-port'];
  delete headers.forwarded;
}

function refuse(response: ServerResponse, status: number, sentence: string): void {
  const headers = {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  };
  void sendAnswer(response, { status, headers, body: `${sentence}\n` });
}

const nothingHere = 'Not found. The gateway of a workspace is at /ws/<its slug>.';

const internalError = '{"jsonrpc":"2.0","id":null,"error":{"code":-32603,"message":"Internal error"}}';

/** A client that went away needs no answer; anything else here is our own fault. */
function fail(log: Pick<Log, 'error'>, response: ServerResponse, error: unknown): void {
  if (response.destroyed || (error instanceof Error && error.name === 'ClientGone')) {
    response.destroy();
    return;
  }
  log.error({ err: error }, 'a request failed');
  if (response.headersSent) response.destroy();
  else
    void sendAnswer(response, {
      status: 500,
      headers: { 'content-type': 'application/json', 'x-content-type-options': 'nosniff' },
      body: internalError,
    });
}
