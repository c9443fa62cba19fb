import { isIP } from 'node:net';

/** A refusal in two sentences: what is wrong, what to write instead. */
export interface UrlProblem {
  message: string;
  nextStep: string;
}

/** Names that clouds give to their metadata services; their addresses are refused too, wherever they are listed. */
const metadataNames = new Set([
  'metadata',
  'metadata.google.internal',
  'metadata.goog',
  'instance-data',
  'instance-data.ec2.internal',
  'metadata.azure.internal',
  'metadata.tencentyun.com',
  'metadata.platformequinix.com',
]);

/**
 * The one reading of a server's address: WHATWG parse, IDN to ASCII, odd spellings of IPv4 to dotted form, no fragment.
 * What the address resolves to is the guard's matter.
 */
export function readServerUrl(text: string): { url: URL } | { problem: UrlProblem } {
  const url = parse(text);
  if (url === null)
    return problem('This is not a web address.', 'Write it whole, such as https://mcp.example.com/mcp.');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return problem(
      `A server is reached over https, not ${url.protocol.replace(/:$/, '')}.`,
      'Give the https address of its Streamable HTTP endpoint.',
    );
  }
  if (url.username !== '' || url.password !== '') {
    return problem('The address holds a user name or a password.', 'Leave them out and enter credentials as headers.');
  }
  if (metadataNames.has(url.hostname.replace(/\.$/, ''))) {
    return problem('This name belongs to a cloud metadata service.', 'Give the address of an MCP server.');
  }
  url.hash = '';
  return { url };
}

/** The host without the brackets of IPv6, as sockets and resolvers want it. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, '$1');

/** Whether the host is an address already; then there is nothing to resolve. */
export const isLiteral = (url: URL): boolean => isIP(hostOf(url)) !== 0;

/** Host and port as a reader would write them, the port always named. */
export const hostAndPort = (url: URL): string =>
  `${url.hostname}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`;

/** The address as stored: canonical, but without the `/` that the parser adds to a bare origin. */
export function storedUrl(text: string, url: URL): string {
  const isBare = url.pathname === '/' && url.search === '' && !text.trim().endsWith('/');
  return isBare ? url.origin : url.href;
}

/** Whether credentials given for one address may be sent to the other. */
export const isSameOrigin = (a: string, b: string): boolean => {
  const [one, other] = [parse(a), parse(b)];
  if (one === null || other === null || one.origin === 'null') return a === b;
  return one.origin === other.origin;
};

/** For the audit: a query may hold a key, so only its presence is told. */
export function auditedUrl(text: string): string {
  const url = parse(text);
  if (url === null || url.search === '') return text;
  return url.href.replace(/\?.*$/, '?…');
}

function parse(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

const problem = (message: string, nextStep: string) => ({ problem: { message, nextStep } });
