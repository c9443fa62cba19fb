import { type Era, rpcCodes } from '../mcp-protocol';
import type { ServerReply } from '../servers/connections';
import type { CallOutcome } from './deps';

/** What a server's HTTP answer to a call amounts to. */
export type ReplyVerdict =
  | { kind: 'json'; text: string }
  | { kind: 'events' }
  /** It did not take the call for a reason that a fresh handshake may cure; the tool did not run. */
  | { kind: 'rejected_before_running'; failure: ReplyFailure }
  | { kind: 'failure'; failure: ReplyFailure };

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
export function readReply(reply: ServerReply, era: Era): ReplyVerdict | Promise<ReplyVerdict> {
  const { status, contentType } = reply;
  const isSuccess = status >= 200 && status < 300;
  if (isSuccess && contentType === 'text/event-stream') return { kind: 'events' };
  if (!isJson(contentType)) {
    reply.discard();
    if (isSuccess) return { kind: 'failure', failure: notMcp(status, contentType) };
    return readRefusal(status, '', era, reply.redirectOrigin);
  }
  const judge = (text: string): ReplyVerdict =>
    isSuccess ? { kind: 'json', text } : readRefusal(status, text, era, reply.redirectOrigin);
  const text = reply.text(isSuccess ? answerBytesMax : errorBytesMax);
  return typeof text === 'string' ? judge(text) : text.then(judge);
}

function readRefusal(status: number, text: string, era: Era, redirectOrigin: string | null): ReplyVerdict {
  const error = rpcErrorOf(text);
  if (status === 401 || status === 403) return { kind: 'failure', failure: refusedCredentials(status) };
  if (era === 'legacy' && (status === 404 || (status === 400 && /session|initializ/i.test(error?.message ?? '')))) {
    return { kind: 'rejected_before_running', failure: lostSession(status) };
  }
  const hopCodes: number[] = [rpcCodes.headerMismatch, rpcCodes.unsupportedVersion, rpcCodes.methodNotFound];
  if (era === 'modern' && (status === 400 || status === 404) && (error === null || hopCodes.includes(error.code))) {
    return { kind: 'rejected_before_running', failure: wrongEra(status) };
  }
  if (error?.code === rpcCodes.missingClientCapability) return { kind: 'failure', failure: needsCapability };
  if (error !== null && status < 500 && status !== 429) return { kind: 'json', text };
  return { kind: 'failure', failure: httpFailure(status, redirectOrigin) };
}

const isJson = (contentType: string) => contentType === 'application/json' || contentType.endsWith('+json');

function rpcErrorOf(text: string): { code: number; message: string } | null {
  if (text === '') return null;
  try {
    const { error } = JSON.parse(text) as { error?: { code?: unknown; message?: unknown } };
    if (typeof error?.code !== 'number') return null;
    return { code: error.code, message: typeof error.message === 'string' ? error.message : '' };
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
  cause: 'the tool wants to ask the client something in return, which does not pass through the gateway',
  nextStep: 'Use this tool by connecting to its server directly.',
  didNotRun: true,
  outcome: 'protocol_error',
};

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
    didNotRun: status < 500,
    outcome: 'server_error',
  };
}

const printable = (text: string) => text.slice(0, 60).replace(/[^\x21-\x7e]/g, '?');
