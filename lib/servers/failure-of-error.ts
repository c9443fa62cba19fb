import { ConnectFailure } from './connect-failure';
import { hostAndPort, hostOf } from './server-url';

/** How far a request had come when it failed: `written` means that the server may have executed it. */
export type Progress = 'connecting' | 'written' | 'answering';

/**
 * What a network error means, in two sentences for people.
 * @param timeoutMs the wait that applied, for the sentence
 */
export function failureOfError(error: unknown, url: URL, progress: Progress, timeoutMs: number): ConnectFailure {
  const known = unwrap(error);
  if (known.failure !== null) return known.failure;
  const ran = progress === 'connecting' ? 'never' : 'unknown';
  const at = hostAndPort(url);
  const fail = (stage: ConnectFailure['stage'], message: string, nextStep: string) =>
    new ConnectFailure(stage, message, { nextStep, ran, cause: error });
  const tls = tlsSentence(known.code, known.text, url);
  if (tls !== null) return fail('tls', ...tls);
  switch (known.code) {
    case 'ECONNREFUSED':
      return fail(
        'connect',
        `Nothing listens at ${at}: the connection was refused.`,
        'Start the server, or correct the port.',
      );
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
      return fail(
        'connect',
        `There is no network route to ${at}.`,
        'Check the address and the network of this machine.',
      );
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
      return fail(
        'timeout',
        `${at} did not accept a connection within ${seconds(connectTimeoutMs)}.`,
        'Check that the server runs and that no firewall drops the packets.',
      );
    case 'UND_ERR_HEADERS_TIMEOUT':
      return fail(
        'timeout',
        `The connection stands, but no answer began within ${seconds(timeoutMs)}.`,
        'Look at what the server is doing, or give it a longer timeout.',
      );
    case 'UND_ERR_BODY_TIMEOUT':
      return fail(
        'timeout',
        `The answer began, then nothing came for ${seconds(timeoutMs)}.`,
        'Look at what the server is doing, or give it a longer timeout.',
      );
    case 'UND_ERR_CLOSED':
    case 'UND_ERR_DESTROYED':
      return fail('closed', "The server's settings changed while the request waited.", 'Send it again.');
    case 'UND_ERR_HEADERS_OVERFLOW':
      return fail(
        'too_large',
        'The answer has more header bytes than a server may send.',
        'Look at the answer in the server itself.',
      );
    default:
      return known.code.startsWith('HPE_')
        ? fail(
            'protocol',
            `What listens at ${at} does not speak HTTP.`,
            'Check the port, and whether it must be https.',
          )
        : fail(
            'closed',
            closedSentence(progress, at),
            'Look at the log of the server; it may have crashed or restarted.',
          );
  }
}

export const connectTimeoutMs = 3_000;

const seconds = (ms: number) => `${Math.round(ms / 100) / 10} s`;

function closedSentence(progress: Progress, at: string): string {
  if (progress === 'connecting') return `${at} closed the connection before it could be used.`;
  if (progress === 'written') return `${at} closed the connection before it answered.`;
  return `${at} closed the connection in the middle of its answer.`;
}

/** Node wraps what went wrong at several addresses, undici what went wrong below it: the innermost cause has the code. */
function unwrap(error: unknown): { failure: ConnectFailure | null; code: string; text: string } {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; depth += 1) {
    if (at instanceof ConnectFailure) return { failure: at, code: '', text: '' };
    const code = 'code' in at && typeof at.code === 'string' ? at.code : '';
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
