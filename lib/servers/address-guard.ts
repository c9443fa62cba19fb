import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { ServerNetworks } from '../env';
import { AppError } from '../errors';
import { type AddressClass, classifyAddress, isInRange, names } from './address-class';
import { ConnectFailure, isConnectFailure } from './connect-failure';
import { demoServerUrl } from './schemas';
import { hostOf, isLiteral, readServerUrl, storedUrl } from './server-url';

export interface ResolvedAddress {
  address: string;
  family: number;
}

export interface AddressGuard {
  /**
   * Resolves once and lets through only if every address behind the name may be used; connect to these and to nothing else.
   * @throws ConnectFailure `address` (refused) or `dns`
   */
  resolve(url: URL): Promise<ResolvedAddress[]>;
  /** For a socket that is connected already. @throws ConnectFailure `address` */
  check(url: URL, address: string): void;
}

interface GuardOptions {
  networks: ServerNetworks;
  /** True while the product's own URL is loopback: then it is somebody's own machine. */
  allowLoopback: boolean;
  /** Replaceable for tests; the system's resolver otherwise, so that `/etc/hosts` and container names count. */
  lookupAll?: (hostname: string) => Promise<ResolvedAddress[]>;
}

const dnsTimeoutMs = 3_000;

/** The SSRF guard: which addresses a server of a workspace may have, asked when it is saved and at every connect. */
export function createAddressGuard(options: GuardOptions): AddressGuard {
  const lookupAll = options.lookupAll ?? ((hostname) => lookup(hostname, { all: true, verbatim: true }));
  const check = (url: URL, address: string) => {
    const refusal = refusalOf(options, url, address);
    if (refusal !== null) throw refusal;
  };
  return {
    check,
    async resolve(url) {
      const host = hostOf(url);
      const addresses = isLiteral(url) ? [{ address: host, family: isIP(host) }] : await lookUp(lookupAll, host);
      for (const { address } of addresses) check(url, address);
      return addresses;
    },
  };
}

/**
 * A server's address as it may be stored. A name that does not resolve now passes: saying so is the connection's part.
 * @throws AppError `invalid_input` at `url`
 */
export async function checkServerUrl(guard: AddressGuard, text: string): Promise<string> {
  if (text === demoServerUrl) return text;
  const read = readServerUrl(text);
  if ('problem' in read) throw refused(`${read.problem.message} ${read.problem.nextStep}`);
  try {
    await guard.resolve(read.url);
  } catch (error) {
    if (!isConnectFailure(error)) throw error;
    if (error.stage === 'address') throw refused(`${error.message} ${error.nextStep}`, error);
  }
  return storedUrl(text, read.url);
}

const refused = (message: string, cause?: unknown) =>
  new AppError('invalid_input', message, { cause, errors: [{ path: 'url', message }] });

async function lookUp(lookupAll: NonNullable<GuardOptions['lookupAll']>, host: string): Promise<ResolvedAddress[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(dnsFailure(host, 'ETIMEOUT')), dnsTimeoutMs);
  });
  try {
    const addresses = await Promise.race([lookupAll(host), late]);
    if (addresses.length > 0) return addresses;
    throw dnsFailure(host, 'ENOTFOUND');
  } catch (error) {
    if (isConnectFailure(error)) throw error;
    throw dnsFailure(host, error instanceof Error && 'code' in error ? String(error.code) : 'unknown', error);
  } finally {
    clearTimeout(timer);
  }
}

function dnsFailure(host: string, code: string, cause?: unknown): ConnectFailure {
  if (code === 'ENOTFOUND' || code === 'ENODATA') {
    return new ConnectFailure('dns', `The name ${host} was not found in DNS.`, {
      nextStep: 'Check the spelling of the address, and that this machine can resolve it.',
      ran: 'never',
      cause,
    });
  }
  return new ConnectFailure(
    'dns',
    `The name ${host} could not be looked up: the DNS resolver did not answer (${code}).`,
    {
      nextStep: "Check this machine's network and DNS settings, then refresh.",
      ran: 'never',
      cause,
    },
  );
}

function refusalOf(options: GuardOptions, url: URL, address: string): ConnectFailure | null {
  const kind = isIP(address.replace(/%.*$/, '')) === 0 ? 'unusable' : classifyAddress(address);
  const isPrivatelyAllowed = mayBeUsedPrivately(options, kind, address);
  const isPubliclyAllowed = kind === 'public' && allowsPublic(options.networks);
  if (!isPrivatelyAllowed && !isPubliclyAllowed) return addressRefused(url, kind);
  if (url.protocol === 'http:' && !isPrivatelyAllowed) {
    return new ConnectFailure('address', 'An address on the internet must be https, so that credentials stay secret.', {
      nextStep: 'Begin the address with https.',
      ran: 'never',
    });
  }
  return null;
}

const allowsPublic = (networks: ServerNetworks) => networks.mode !== 'cidrs' || networks.withPublic;

function mayBeUsedPrivately({ networks, allowLoopback }: GuardOptions, kind: AddressClass, address: string): boolean {
  if (kind === 'loopback' && allowLoopback) return true;
  if (kind === 'unusable') return false;
  if (networks.mode === 'any') return kind === 'private' || kind === 'loopback';
  if (networks.mode === 'public') return false;
  if (kind === 'link_local' || kind === 'metadata') return networks.cidrs.some((cidr) => names(cidr, address, kind));
  return networks.cidrs.some((cidr) => isInRange(address, cidr));
}

const kindTexts: Record<AddressClass, string> = {
  public: 'an address on the internet',
  private: 'an address inside a private or reserved network',
  loopback: 'an address of this machine itself',
  link_local: 'a link-local address',
  metadata: 'the address of a cloud metadata service',
  unusable: 'an address that no server can have',
};

/** Names the kind, never the address that a name leads to: that would let people read a private DNS zone. */
function addressRefused(url: URL, kind: AddressClass): ConnectFailure {
  const what = isLiteral(url) ? `${url.hostname} is` : `${url.hostname} leads to`;
  return new ConnectFailure('address', `${what} ${kindTexts[kind]}, which this installation does not allow.`, {
    nextStep:
      kind === 'unusable'
        ? 'Give the address of an MCP server.'
        : 'Use another address, or let an operator allow the network with AEROSTACK_SERVER_NETWORKS.',
    ran: 'never',
  });
}
