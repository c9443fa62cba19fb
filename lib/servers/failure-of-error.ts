import { ConnectFailure } from './connect-failure';
import { hostAndPort, hostOf } from './server-url';

/** How far a request had come when it failed: `written` means that the server may have executed it. */
export type Progress = 'connecting' | 'written' | 'answering';

/** The waits that applied, for the sentences. */
interface Waits {
  timeoutMs: number;
  connectTimeoutMs: number;
}

/** What a network error means, in two sentences for people. */
export function failureOfError(error: unknown, url: URL, progress: Progress, waits: Waits): ConnectFailure {
  const known = unwrap(error);
  if (known.failure !== null) return known.failure;
  const tls = tlsSentence(known.code, known.text, url);
  const [stage, message, nextStep]: Sentence =
    tls === null
      ? (routeSentence(known.code, url) ??
        timeoutSentence(known.code, url, waits) ??
        otherSentence(known.code, url, progress))
      : ['tls', ...tls];
  const ran = progress === 'connecting' ? 'never' : 'unknown';
  // Undici's parser error holds what the server sent; that goes no further.
  const cause = known.code === notHttp ? undefined : error;
  return new ConnectFailure(stage, message, { nextStep, ran, cause });
}

type Sentence = [stage: ConnectFailure['stage'], message: string, nextStep: string];

function routeSentence(code: string, url: URL): Sentence | null {
  const at = hostAndPort(url);
  switch (code) {
    case 'ECONNREFUSED':
      return [
        'connect',
        `Nothing listens at ${at}: the connection was refused.`,
        'Start the server, or correct the port.',
      ];
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
      return ['connect', `There is no network route to ${at}.`, 'Check the address and the network of this machine.'];
    default:
      return null;
  }
}

function timeoutSentence(code: string, url: URL, { timeoutMs, connectTimeoutMs }: Waits): Sentence | null {
  const lookAtServer = 'Look at what the server is doing, or give it a longer timeout.';
  switch (code) {
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
      return [
        'timeout',
        `${hostAndPort(url)} did not accept a connection within ${seconds(connectTimeoutMs)}.`,
        'Check that the server runs and that no firewall drops the packets.',
      ];
    case 'UND_ERR_HEADERS_TIMEOUT':
      return ['timeout', `The connection stands, but no answer began within ${seconds(timeoutMs)}.`, lookAtServer];
    case 'UND_ERR_BODY_TIMEOUT':
      return ['timeout', `The answer began, then nothing came for ${seconds(timeoutMs)}.`, lookAtServer];
    default:
      return null;
  }
}

function otherSentence(code: string, url: URL, progress: Progress): Sentence {
  const at = hostAndPort(url);
  if (code === 'UND_ERR_CLOSED' || code === 'UND_ERR_DESTROYED') {
    return ['closed', "The server's settings changed while the request waited.", 'Send it again.'];
  }
  if (code === 'UND_ERR_HEADERS_OVERFLOW') {
    return ['too_large', 'The answer has more header bytes than a server may send.', 'Look at the log of the server.'];
  }
  if (code === notHttp) {
    return ['protocol', `What listens at ${at} does not speak HTTP.`, 'Check the port, and whether it must be https.'];
  }
  switch (progress) {
    case 'connecting':
      return ['closed', `${at} closed the connection before it could be used.`, 'Look at the log of the server.'];
    case 'written':
      return [
        'closed',
        `${at} closed the connection before it answered.`,
        'Check the port and whether it must be https; if both are right, look at the log of the server.',
      ];
    case 'answering':
      return [
        'closed',
        `${at} closed the connection in the middle of its answer.`,
        'Look at the log of the server; it may have crashed or restarted.',
      ];
  }
}

export const seconds = (ms: number) => `${Math.round(ms / 100) / 10} s`;

const notHttp = 'not HTTP';

function codeOf(error: Error): string {
  if (error.name === 'HTTPParserError') return notHttp;
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** Node wraps what went wrong at several addresses, undici what went wrong below it: the innermost cause has the code. */
function unwrap(error: unknown): { failure: ConnectFailure | null; code: string; text: string } {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; depth += 1) {
    if (at instanceof ConnectFailure) return { failure: at, code: '', text: '' };
    const code = codeOf(at);
    const inner: unknown = at instanceof AggregateError ? at.errors[0] : at.cause;
    if (code !== '' && (code !== 'UND_ERR_SOCKET' || !(inner instanceof Error))) {
      return { failure: null, code, text: at.message };
    }
    at = inner;
  }
  return { failure: null, code: '', text: '' };
}

function tlsSentence(code: string, text: string, url: URL): [string, string] | null {
  const host = hostOf(url);
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return [`The TLS certificate of ${host} has expired.`, 'Renew it on the server.'];
    case 'CERT_NOT_YET_VALID':
      return [
        `The TLS certificate of ${host} is not valid yet.`,
        'Check the clocks of this machine and of the server.',
      ];
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
      return [
        `The TLS certificate of ${host} is self-signed.`,
        'Use one of a known authority, or start Aerostack with NODE_EXTRA_CA_CERTS naming yours.',
      ];
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return [
        `The TLS certificate of ${host} was issued by an authority that this machine does not know.`,
        'Have the server send its whole chain, or start Aerostack with NODE_EXTRA_CA_CERTS naming the authority.',
      ];
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return [
        `The TLS certificate at this address is not for ${host}.`,
        'Use the host name that the certificate names.',
      ];
    default:
      break;
  }
  if (/wrong version number|packet length too long|http request/i.test(text)) {
    return [`${hostAndPort(url)} does not speak TLS.`, 'Check the port, and whether the address must start with http.'];
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_') || code.startsWith('CERT_')) {
    return [`No TLS connection to ${host} came about (${code}).`, "Check the server's certificate and TLS settings."];
  }
  return null;
}
