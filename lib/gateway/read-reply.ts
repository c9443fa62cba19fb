import { type Era, rpcCodes } from '../mcp-protocol';
import type { ServerReply } from '../servers/connections';
import type { CallOutcome } from './deps';

/** What a server's HTTP answer to a call amounts to. */
export type ReplyVerdict =
  | { kind: 'json'; text: string; isDoubtful: boolean }
  | { kind: 'events' }
  /** It did not take the call for a reason that a fresh handshake may cure; it is proven that the tool did not run. */
  | { kind: 'rejected_before_running'; failure: ReplyFailure }
  | { kind: 'failure'; failure: ReplyFailure; isDoubtful: boolean };

/** How the request went out that is answered. `isDoubtful` in a verdict means that this may not be true any more. */
export interface Asked {
  era: Era;
  /** Whether it named a session of the server. */
  inSession: boolean;
  id: number;
}

export interface ReplyFailure {
  stage: string;
  cause: string;
  nextStep: string;
  didNotRun: boolean;
  outcome: CallOutcome;
}

/** Bound on an answer that is read whole. */
export const answerBytesMax = 32 * 1024 * 1024;
const errorBytesMax = 64 * 1024;

/** Reads the status line first: an answer's body is only trusted as far as its status allows. At once when the answer is whole. */
export function readReply(reply: ServerReply, asked: Asked): ReplyVerdict | Promise<ReplyVerdict> {
  const { status, contentType, redirectOrigin } = reply;
  const isSuccess = status >= 200 && status < 300;
  if (isSuccess && contentType === 'text/event-stream') return { kind: 'events' };
  if (!isJson(contentType)) {
    reply.discard();
    if (isSuccess) return { kind: 'failure', failure: notMcp(status, contentType), isDoubtful: false };
    return readRefusal(status, '', asked, redirectOrigin);
  }
  const judge = (text: string): ReplyVerdict =>
    isSuccess ? { kind: 'json', text, isDoubtful: false } : readRefusal(status, text, asked, redirectOrigin);
  const text = reply.text(isSuccess ? answerBytesMax : errorBytesMax);
  return typeof text === 'string' ? judge(text) : text.then(judge);
}

/**
 * What is taken for "it did not run" is sent again, so only proof counts. An error under our request's id comes from whoever read
 * the request, and is the server's own answer whatever the status; one under another id, or none, comes from a door before that.
 */
function readRefusal(status: number, text: string, asked: Asked, redirectOrigin: string | null): ReplyVerdict {
  if (status === 401 || status === 403)
    return { kind: 'failure', failure: refusedCredentials(status), isDoubtful: false };
  const error = rpcErrorOf(text);
  const isOurs = error?.id === asked.id;
  const namesSession = /session|initializ/i.test(error?.message ?? '');
  if (asked.era === 'modern' && error !== null && isHopError(status, error.code))
    return { kind: 'rejected_before_running', failure: wrongEra(status) };
  if (asked.era === 'legacy' && asked.inSession) {
    const isGone = status === 404 && (!isOurs || error?.code === sessionNotFound);
    // Servers that predate the rule of 404 say so with a 400.
    if (isGone || (status === 400 && !isOurs && namesSession))
      return { kind: 'rejected_before_running', failure: lostSession(status) };
  }
  const isDoubtful = (status === 400 || status === 404) && (!isOurs || (asked.inSession && namesSession));
  if (isOurs && status < 500 && status !== 429) return { kind: 'json', text, isDoubtful };
  return { kind: 'failure', failure: httpFailure(status, redirectOrigin), isDoubtful };
}

/** What 2026-07-28 answers before any handler has seen the request (Streamable HTTP, Error handling). */
const isHopError = (status: number, code: number): boolean =>
  status === 404
    ? code === rpcCodes.methodNotFound
    : status === 400 && (code === rpcCodes.headerMismatch || code === rpcCodes.unsupportedVersion);

/** The official servers' code for it. */
const sessionNotFound = -32001;

const isJson = (contentType: string) => contentType === 'application/json' || contentType.endsWith('+json');

function rpcErrorOf(text: string): { id: unknown; code: number; message: string } | null {
  if (text === '') return null;
  try {
    const { id, error } = JSON.parse(text) as { id?: unknown; error?: { code?: unknown; message?: unknown } };
    if (typeof error?.code !== 'number') return null;
    return { id, code: error.code, message: typeof error.message === 'string' ? error.message : '' };
  } catch {
    return null;
  }
}

const notMcp = (status: number, contentType: string): ReplyFailure => ({
  stage: 'answer',
  cause: `it answered HTTP ${status} with ${contentType === '' ? 'no content' : printable(contentType)} instead of an MCP message`,
  nextStep: "Check the server's address in the dashboard.",
  didNotRun: false,
  outcome: 'server_error',
});

const refusedCredentials = (status: number): ReplyFailure => ({
  stage: 'credentials',
  cause: `it refused the credentials stored for it (HTTP ${status})`,
  nextStep: 'Ask an admin of the workspace to enter new credentials for this server.',
  didNotRun: true,
  outcome: 'server_error',
});

const lostSession = (status: number): ReplyFailure => ({
  stage: 'session',
  cause: `it does not know the session, nor a new one (HTTP ${status})`,
  nextStep: 'Try again; if it stays, ask an admin of the workspace to refresh the server.',
  didNotRun: true,
  outcome: 'server_error',
});

const wrongEra = (status: number): ReplyFailure => ({
  stage: 'protocol',
  cause: `it does not accept the protocol revision it announced (HTTP ${status})`,
  nextStep: 'Ask an admin of the workspace to refresh the server.',
  didNotRun: true,
  outcome: 'server_error',
});

export const needsCapability: ReplyFailure = {
  stage: 'protocol',
  cause: 'it needs to ask the client something in return, which this client did not declare or cannot do',
  nextStep: 'Use a client that supports elicitation, sampling and roots.',
  didNotRun: true,
  outcome: 'protocol_error',
};

/** Besides redirects and refused credentials: statuses that are decided before a request's meaning is looked at. */
const atTheDoor: ReadonlySet<number> = new Set([405, 413, 415, 429]);

function httpFailure(status: number, redirectOrigin: string | null): ReplyFailure {
  if (status >= 300 && status < 400) {
    const target = redirectOrigin === null ? '' : ` to ${redirectOrigin}`;
    return {
      stage: 'answer',
      cause: `it redirects${target} (HTTP ${status}), and redirects are not followed`,
      nextStep: "Ask an admin of the workspace to enter the server's final address.",
      didNotRun: true,
      outcome: 'server_error',
    };
  }
  const isBusy = status === 429 || status === 503;
  return {
    stage: 'answer',
    cause: `it answered HTTP ${status}`,
    nextStep: isBusy ? 'Wait a little and try again.' : "Look into the server's own log.",
    didNotRun: atTheDoor.has(status),
    outcome: 'server_error',
  };
}

const printable = (text: string) => text.slice(0, 60).replace(/[^\x21-\x7e]/g, '?');
