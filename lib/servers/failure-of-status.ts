import { ConnectFailure } from './connect-failure';

interface AnswerFacts {
  status: number;
  contentType: string;
  redirectOrigin: string | null;
}

/**
 * What an HTTP answer without a usable MCP message means, in two sentences for people. The answer's body plays no part.
 * @param hasCredentials whether credentials were sent, for the sentence
 */
export function failureOfStatus(answer: AnswerFacts, hasCredentials: boolean): ConnectFailure {
  const { status } = answer;
  if (status === 401 || status === 403) return authFailure(status, hasCredentials);
  if (status >= 300 && status < 400) return redirectFailure(answer);
  if (status === 404 || status === 405 || status === 410) {
    return http(
      status,
      `There is no MCP endpoint at this path (HTTP ${status}).`,
      'Check the path; many servers use /mcp.',
    );
  }
  if (status === 429) {
    return http(
      status,
      'The server limits how often it may be called (HTTP 429).',
      'Wait a little, or raise its limit.',
    );
  }
  if (status === 502 || status === 503 || status === 504) {
    return http(
      status,
      `The server is unavailable at the moment (HTTP ${status}).`,
      'Check that it runs behind its proxy.',
    );
  }
  if (status >= 500) {
    return http(
      status,
      `The server failed with an error of its own (HTTP ${status}).`,
      'Look at the log of the server.',
    );
  }
  if (status >= 400) {
    return http(
      status,
      `The server refused the request (HTTP ${status}).`,
      'Check that the address is its MCP endpoint.',
    );
  }
  if (answer.contentType === 'text/html') {
    return protocol(status, 'A web page answered, not an MCP server.', 'Check the path; many servers use /mcp.');
  }
  return protocol(
    status,
    `The answer is not an MCP message (HTTP ${status}, ${answer.contentType.slice(0, 60) || 'no content type'}).`,
    'Check that the address is the Streamable HTTP endpoint of an MCP server.',
  );
}

function authFailure(status: number, hasCredentials: boolean): ConnectFailure {
  const message = hasCredentials
    ? `The server refused the stored credentials (HTTP ${status}).`
    : `The server asks for credentials (HTTP ${status}).`;
  const nextStep = hasCredentials
    ? 'Edit the server and enter credentials that are valid now.'
    : 'Edit the server and enter a bearer token or headers.';
  return new ConnectFailure('auth', message, { nextStep, ran: 'never', status });
}

function redirectFailure({ status, redirectOrigin }: AnswerFacts): ConnectFailure {
  const to = redirectOrigin === null ? 'another path' : redirectOrigin;
  const message = `The server redirects to ${to} (HTTP ${status}), and redirects are not followed.`;
  return http(status, message, 'Enter the final address, so that credentials go only where you sent them.');
}

const http = (status: number, message: string, nextStep: string) =>
  new ConnectFailure('http', message, { nextStep, status });

const protocol = (status: number, message: string, nextStep: string) =>
  new ConnectFailure('protocol', message, { nextStep, status });

export const compressed = (encoding: string) =>
  new ConnectFailure(
    'protocol',
    `The server compressed its answer (${encoding.slice(0, 20)}) although nobody asked for it.`,
    {
      nextStep: 'Switch compression off for this endpoint, on the server or on the proxy before it.',
    },
  );

export const tooLarge = (bytesMax: number) =>
  new ConnectFailure('too_large', `The server's answer is larger than ${Math.round(bytesMax / 1024)} KiB.`, {
    nextStep: 'Ask for less, or in pages.',
  });

export const notUtf8 = () =>
  new ConnectFailure('protocol', "The server's answer is not valid UTF-8, as JSON must be.", {
    nextStep: 'Report this to the people who make the server.',
  });
