import { describe, expect, test } from 'vitest';
import type { ServerNetworks } from '../env';
import { classifyAddress } from './address-class';
import { checkServerUrl, createAddressGuard, type ResolvedAddress } from './address-guard';
import type { ConnectFailure } from './connect-failure';
import { createConnections } from './connections';
import { json, modernServer, result, startFixture, targetOf } from './server-fixture';

const guardOf = (networks: ServerNetworks, allowLoopback = false, addresses: string[] = []) =>
  createAddressGuard({
    networks,
    allowLoopback,
    lookupAll: async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
  });

const cidrs = (...list: string[]): ServerNetworks => ({ mode: 'cidrs', cidrs: list, withPublic: false });
const host = (address: string) => (address.includes(':') ? `[${address}]` : address);

async function refusal(networks: ServerNetworks, url: string, allowLoopback = false): Promise<string | null> {
  return checkServerUrl(guardOf(networks, allowLoopback), url).then(
    () => null,
    (error: { code: string; errors: { path: string }[] }) => `${error.code} ${error.errors[0]?.path}`,
  );
}

const refused = 'invalid_input url';

/** One per way of writing a private address (security notes: CVE-2026-44430 missed 6to4, NAT64 and site-local). */
const dangerous: [what: string, address: string][] = [
  ['this machine', '127.0.0.1'],
  ['this machine, another of its addresses', '127.8.9.1'],
  ['this machine, by the unspecified address', '0.0.0.0'],
  ['the zero network', '0.1.2.3'],
  ['RFC 1918, 10/8', '10.1.2.3'],
  ['RFC 1918, 172.16/12', '172.31.255.255'],
  ['RFC 1918, 192.168/16', '192.168.0.1'],
  ['carrier-grade NAT', '100.64.0.1'],
  ['link-local', '169.254.0.1'],
  ['cloud metadata', '169.254.169.254'],
  ['cloud metadata of Alibaba', '100.100.100.200'],
  ['cloud metadata of Oracle', '192.0.0.192'],
  ['cloud metadata of Azure, a public address', '168.63.129.16'],
  ['IETF protocol assignments', '192.0.0.8'],
  ['benchmarking', '198.18.0.1'],
  ['multicast', '224.0.0.1'],
  ['reserved', '240.0.0.1'],
  ['broadcast', '255.255.255.255'],
  ['IPv6 unspecified', '::'],
  ['IPv6 loopback', '::1'],
  ['IPv6 unique local', 'fd12:3456::1'],
  ['IPv6 cloud metadata', 'fd00:ec2::254'],
  ['IPv6 link-local', 'fe80::1'],
  ['IPv6 site-local', 'fec0::1'],
  ['IPv6 multicast', 'ff02::1'],
  ['IPv6 documentation', '2001:db8::1'],
  ['IPv6 outside of what is assigned', '4000::1'],
  ['IPv4-mapped', '::ffff:10.0.0.1'],
  ['IPv4-mapped public', '::ffff:8.8.8.8'],
  ['IPv4-compatible', '::10.0.0.1'],
  ['IPv4-translated', '::ffff:0:10.0.0.1'],
  ['NAT64', '64:ff9b::10.0.0.1'],
  ['NAT64 of a public address', '64:ff9b::8.8.8.8'],
  ['local NAT64', '64:ff9b:1::10.0.0.1'],
  ['6to4', '2002:a00:1::1'],
  ['Teredo', '2001:0:a00:1::1'],
  ['ISATAP', '2a00:1450::5efe:a00:1'],
];

describe('the guard, as installed (public)', () => {
  test.each(dangerous)('refuses %s: %s', async (_what, address) => {
    expect(await refusal({ mode: 'public' }, `https://${host(address)}/mcp`)).toBe(refused);
    expect(await refusal({ mode: 'public' }, `http://${host(address)}/mcp`)).toBe(refused);
  });

  test.each(['8.8.8.8', '1.1.1.1', '2606:4700::1111', '2a00:1450:4001:81b::200e'])(
    'lets %s through by https only',
    async (address) => {
      expect(await refusal({ mode: 'public' }, `https://${host(address)}:8443/mcp`)).toBeNull();
      expect(await refusal({ mode: 'public' }, `http://${host(address)}/mcp`)).toBe(refused);
    },
  );

  test.each([
    ['ftp', 'ftp://8.8.8.8/'],
    ['a file', 'file:///etc/passwd'],
    ['a script', 'javascript:alert(1)'],
    ['another word of ours', 'aerostack:else'],
    ['credentials in the address', 'https://user:secret@8.8.8.8/mcp'],
    ['a user name in the address', 'https://user@8.8.8.8/mcp'],
    ['a metadata name', 'https://metadata.google.internal/mcp'],
    ['a metadata name, written as a root', 'https://METADATA.google.internal./mcp'],
    ['an address in octal', 'https://0177.0.0.1/mcp'],
    ['an address in hexadecimal', 'https://0x7f000001/mcp'],
    ['an address as one number', 'https://2130706433/mcp'],
    ['an address with missing parts', 'https://127.1/mcp'],
    ['an address in full-width digits', 'https://１２７.０.０.１/mcp'],
    ['nothing that parses', 'mcp.example.com/mcp'],
  ])('refuses %s', async (_what, url) => {
    expect(await refusal({ mode: 'public' }, url)).toBe(refused);
  });

  test('loopback is welcome while the product itself lives there, and nothing else private is', async () => {
    expect(await refusal({ mode: 'public' }, 'http://127.0.0.1:4001/mcp', true)).toBeNull();
    expect(await refusal({ mode: 'public' }, 'http://[::1]:4001/mcp', true)).toBeNull();
    for (const [, address] of dangerous.filter(([, one]) => !/^(127\.|::1$)/.test(one))) {
      expect([address, await refusal({ mode: 'public' }, `https://${host(address)}/`, true)]).toEqual([
        address,
        refused,
      ]);
    }
  });

  test('one refused address among those of a name refuses the name, and the sentence keeps the address to itself', async () => {
    const guard = guardOf({ mode: 'public' }, false, ['8.8.8.8', '10.7.7.7']);
    const error = await checkServerUrl(guard, 'https://intern.example/mcp').catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ code: 'invalid_input' });
    expect((error as Error).message).toContain(
      'intern.example leads to an address inside a private or reserved network',
    );
    expect((error as Error).message).not.toContain('10.7.7.7');
  });

  test('a name that does not resolve may be saved; that it fails is the connection’s to say', async () => {
    const guard = guardOf({ mode: 'public' }, false, []);
    expect(await checkServerUrl(guard, ' https://bücher.example/mcp#part ')).toBe('https://xn--bcher-kva.example/mcp');
    expect(await checkServerUrl(guard, 'https://nowhere.example')).toBe('https://nowhere.example');
    await expect(guard.resolve(new URL('https://nowhere.example'))).rejects.toMatchObject({
      stage: 'dns',
      ran: 'never',
      message: 'The name nowhere.example was not found in DNS.',
    });
  });
});

describe('the guard, told more', () => {
  test('any: private networks by http too; metadata, link-local and what carries them never', async () => {
    for (const address of ['10.0.0.1', '192.168.1.1', '127.0.0.1', 'fd12::1', '100.64.0.1', '::ffff:10.0.0.1']) {
      expect([address, await refusal({ mode: 'any' }, `http://${host(address)}:8080/`)]).toEqual([address, null]);
    }
    const never = ['169.254.169.254', '169.254.0.1', 'fe80::1', 'fd00:ec2::254', '100.100.100.200', '168.63.129.16'];
    never.push('0.0.0.0', '::', '224.0.0.1', '255.255.255.255');
    never.push('::ffff:169.254.169.254', '::ffff:0:169.254.169.254', '::169.254.169.254', '64:ff9b::169.254.169.254');
    never.push('64:ff9b:1::169.254.169.254', '64:ff9b:1:a9fe:a9:fe00::', '2002:a9fe:a9fe::1', '2001:0:a9fe:a9fe::1');
    never.push('2001:0:808:808:0:0:5601:5601', 'fd12::5efe:a9fe:a9fe');
    for (const address of never) {
      expect([address, await refusal({ mode: 'any' }, `https://${host(address)}/`)]).toEqual([address, refused]);
    }
    expect(await refusal({ mode: 'any' }, 'http://8.8.8.8/')).toBe(refused);
    expect(await refusal({ mode: 'any' }, 'https://8.8.8.8/')).toBeNull();
  });

  test('ranges: exactly these, with the internet only when it is named too', async () => {
    const networks = cidrs('10.0.0.0/8', 'fd00::/8');
    expect(await refusal(networks, 'http://10.9.8.7:9000/mcp')).toBeNull();
    expect(await refusal(networks, 'http://[fd12::1]/mcp')).toBeNull();
    expect(await refusal(networks, 'http://192.168.0.1/')).toBe(refused);
    expect(await refusal(networks, 'https://8.8.8.8/')).toBe(refused);
    expect(await refusal(networks, 'http://127.0.0.1:4001/', true)).toBeNull();
    const both: ServerNetworks = { mode: 'cidrs', cidrs: ['10.0.0.0/8'], withPublic: true };
    expect(await refusal(both, 'https://8.8.8.8/')).toBeNull();
    expect(await refusal(both, 'http://8.8.8.8/')).toBe(refused);
  });

  test('metadata and link-local need a range of their own, not one that happens to span them', async () => {
    expect(await refusal(cidrs('0.0.0.0/0'), 'http://169.254.169.254/')).toBe(refused);
    expect(await refusal(cidrs('169.254.0.0/16'), 'http://169.254.169.254/')).toBe(refused);
    expect(await refusal(cidrs('169.254.169.254/32'), 'http://169.254.169.254/')).toBeNull();
    expect(await refusal(cidrs('169.254.0.0/16'), 'http://169.254.7.7/')).toBeNull();
    expect(await refusal(cidrs('0.0.0.0/0'), 'http://169.254.7.7/')).toBe(refused);
    expect(await refusal(cidrs('100.64.0.0/10'), 'http://100.100.100.200/')).toBe(refused);
  });
});

describe('the guard at every connect', () => {
  const open = (lookupAll: () => Promise<ResolvedAddress[]>, url: string) => {
    const guard = createAddressGuard({ networks: { mode: 'any' }, allowLoopback: false, lookupAll });
    const connections = createConnections({ guard, version: '0' });
    const connection = connections.get(targetOf(url));
    return { connection, connections };
  };

  test('a name that resolves to something else than at save is refused before a byte leaves', async () => {
    const fixture = await startFixture((_received, response) => void response.end());
    const answers = ['8.8.8.8', '169.254.169.254'];
    const lookupAll = async () => [{ address: answers.shift() ?? '', family: 4 }];
    const guard = createAddressGuard({ networks: { mode: 'public' }, allowLoopback: false, lookupAll });
    expect(await checkServerUrl(guard, 'https://flips.example/')).toBe('https://flips.example/');
    const connections = createConnections({ guard, version: '0' });
    const failure = await connections
      .get(targetOf('https://flips.example/'))
      .open()
      .catch((error: ConnectFailure) => error);
    expect(failure).toMatchObject({ name: 'ConnectFailure', stage: 'address', ran: 'never' });
    await connections.close();
    await fixture.close();
  });

  test('a resolver that flips to 127.0.0.1 is asked once per connection, and its first answer is the one connected to', async () => {
    const fixture = await startFixture(
      modernServer(({ message }, response) => json(response, 200, result(message, {}))),
    );
    let asked = 0;
    const { connection, connections } = open(async () => {
      asked += 1;
      return [{ address: '127.0.0.1', family: 4 }];
    }, `http://flips.example:${fixture.port}/mcp`);
    await connection.open();
    expect(asked).toBe(1);
    expect(fixture.received[0]?.headers.host).toBe(`flips.example:${fixture.port}`);
    await connections.close();
    await fixture.close();
  });

  test('a literal address is checked too', async () => {
    const guard = createAddressGuard({ networks: { mode: 'public' }, allowLoopback: false });
    const connections = createConnections({ guard, version: '0' });
    for (const url of ['https://127.0.0.1:1/', 'https://[::1]:1/', 'https://[::ffff:127.0.0.1]:1/']) {
      await expect(connections.get(targetOf(url)).open()).rejects.toMatchObject({ stage: 'address', ran: 'never' });
    }
    await connections.close();
  });

  test('a resolver that never answers is waited for 3 s', { timeout: 10_000 }, async () => {
    const { connection, connections } = open(() => new Promise(() => {}), 'https://silent.example/');
    const startedMs = performance.now();
    await expect(connection.open()).rejects.toMatchObject({ name: 'ConnectFailure', ran: 'never' });
    expect(performance.now() - startedMs).toBeLessThan(5_000);
    await connections.close();
  });
});

test('an address is sorted by the worst that it carries', () => {
  expect(classifyAddress('8.8.8.8')).toBe('public');
  expect(classifyAddress('fe80::1%eth0')).toBe('link_local');
  expect(classifyAddress('64:ff9b::8.8.8.8')).toBe('private');
  expect(classifyAddress('::ffff:169.254.169.254')).toBe('metadata');
});
