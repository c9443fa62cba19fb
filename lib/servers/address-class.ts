import ipaddr from 'ipaddr.js';

type Address = ReturnType<typeof ipaddr.parse>;

/** What an address is to a guard. `unusable`: nothing there is a server (unspecified, multicast, broadcast). */
export type AddressClass = 'public' | 'private' | 'loopback' | 'link_local' | 'metadata' | 'unusable';

/** Metadata services that live outside the link-local range: Alibaba, Oracle, Azure, AWS and Scaleway and Google on IPv6. */
const metadataAddresses = new Set([
  '169.254.169.254',
  '169.254.170.2',
  '100.100.100.200',
  '192.0.0.192',
  '168.63.129.16',
  'fd00:ec2::254',
  'fd00:42::42',
  'fd20:ce::254',
]);

const globalUnicast = ipaddr.parseCIDR('2000::/3');

/**
 * Sorts an address, literal and numeric, fail closed: IPv6 is public only inside 2000::/3 and outside every special range,
 * and an address that carries an IPv4 address is never public and as bad as the worst that it carries (CVE-2026-44430).
 * @throws Error when the text is not an address.
 */
export function classifyAddress(text: string): AddressClass {
  const address = ipaddr.parse(text);
  const own = classifyOne(address);
  const carried = carriedIpv4(address).map(classifyOne);
  for (const worst of ['metadata', 'link_local', 'unusable'] as const) {
    if (own === worst || carried.includes(worst)) return worst;
  }
  return carried.length > 0 ? 'private' : own;
}

/** Whether the range holds the address; ranges of the other family hold nothing. */
export function isInRange(text: string, cidr: string): boolean {
  const address = ipaddr.parse(text);
  const [network, bits] = ipaddr.parseCIDR(cidr);
  return address.kind() === network.kind() && address.match(network, bits);
}

/** Whether the range was written for this very kind of address, rather than happening to span it. */
export function names(cidr: string, text: string, kind: 'link_local' | 'metadata'): boolean {
  if (!isInRange(text, cidr)) return false;
  const [network, bits] = ipaddr.parseCIDR(cidr);
  const isHost = bits === (network.kind() === 'ipv4' ? 32 : 128);
  return isHost || (kind === 'link_local' && network.range() === 'linkLocal' && bits >= linkLocalBits(network));
}

const linkLocalBits = (network: Address) => (network.kind() === 'ipv4' ? 16 : 10);

function classifyOne(address: Address): AddressClass {
  if (metadataAddresses.has(plain(address))) return 'metadata';
  const range: string = address.range();
  if (range === 'linkLocal') return 'link_local';
  if (range === 'loopback') return 'loopback';
  if (range === 'unspecified' || range === 'multicast' || range === 'broadcast') return 'unusable';
  if (range !== 'unicast') return 'private';
  return address.kind() === 'ipv4' || address.match(globalUnicast) ? 'public' : 'private';
}

/** Without the zone (`%eth0`), which would hide an address from the list. */
const plain = (address: Address) => ipaddr.fromByteArray(address.toByteArray()).toString();

/** Every way to write an IPv4 address into an IPv6 address that some host, router or library honours. */
const embeddings: { in: string; at: number[][]; inverted?: boolean }[] = [
  { in: '::/96', at: [[12, 13, 14, 15]] }, // IPv4-compatible, RFC 4291 §2.5.5.1
  { in: '::ffff:0:0/96', at: [[12, 13, 14, 15]] }, // IPv4-mapped
  { in: '::ffff:0:0:0/96', at: [[12, 13, 14, 15]] }, // IPv4-translated, RFC 6145
  { in: '64:ff9b::/96', at: [[12, 13, 14, 15]] }, // NAT64, RFC 6052
  {
    in: '64:ff9b:1::/48',
    at: [
      [6, 7, 9, 10],
      [12, 13, 14, 15],
    ],
  }, // local NAT64, RFC 8215: as /48 and as /96
  { in: '2002::/16', at: [[2, 3, 4, 5]] }, // 6to4
  { in: '2001::/32', at: [[4, 5, 6, 7]] }, // Teredo: the server
  { in: '2001::/32', at: [[12, 13, 14, 15]], inverted: true }, // Teredo: the client, bits flipped
];

function carriedIpv4(address: Address): Address[] {
  if (address.kind() === 'ipv4') return [];
  const text = plain(address);
  if (text === '::' || text === '::1') return [];
  const bytes = address.toByteArray();
  const found = embeddings
    .filter((embedding) => isInRange(text, embedding.in))
    .flatMap(({ at, inverted }) => at.map((places) => ipv4At(bytes, places, inverted === true)));
  const isIsatap = (bytes[8] === 0 || bytes[8] === 2) && bytes[9] === 0 && bytes[10] === 0x5e && bytes[11] === 0xfe;
  return isIsatap ? [...found, ipv4At(bytes, [12, 13, 14, 15], false)] : found; // RFC 5214, under any prefix
}

const ipv4At = (bytes: number[], places: number[], inverted: boolean) =>
  ipaddr.fromByteArray(places.map((place) => (bytes[place] ?? 0) ^ (inverted ? 0xff : 0)));
