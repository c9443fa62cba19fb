import { expect, it } from 'vitest';
import { clientAddress, parseRanges } from './client-address';

const proxies = parseRanges(['10.0.0.0/8', 'fd00::/8']);

it.each([
  ['nobody is trusted', '203.0.113.1', '6.6.6.6', [], '203.0.113.1'],
  ['the peer is no proxy of ours', '203.0.113.1', '6.6.6.6', proxies, '203.0.113.1'],
  ['a proxy names its client', '10.0.0.1', '203.0.113.9', proxies, '203.0.113.9'],
  ['the client wrote entries of its own', '10.0.0.1', '6.6.6.6, 203.0.113.9', proxies, '203.0.113.9'],
  ['a chain of proxies', '10.0.0.1', '203.0.113.9, 10.2.3.4, 10.9.9.9', proxies, '203.0.113.9'],
  ['only proxies are named', '10.0.0.1', '10.2.3.4', proxies, '10.2.3.4'],
  ['an entry is no address', '10.0.0.1', '203.0.113.9, <script>', proxies, 'unknown'],
  ['an entry behind a proxy is no address', '10.0.0.1', '<script>, 10.2.3.4', proxies, 'unknown'],
  ['a proxy writes ports, too', '10.0.0.1', '203.0.113.9:5123, 10.2.3.4:80', proxies, '203.0.113.9'],
  ['a proxy writes IPv6 with its port', '10.0.0.1', '[2001:db8::7]:443', proxies, '2001:db8::7'],
  ['a proxy writes IPv6 in brackets', '10.0.0.1', '[2001:db8::7]', proxies, '2001:db8::7'],
  ['the peer is written as IPv6', '::ffff:10.0.0.1', '203.0.113.9', proxies, '203.0.113.9'],
  ['the proxy has an IPv6 address', 'fd00::1', '2001:db8::7', proxies, '2001:db8::7'],
  ['the proxy names nobody', '10.0.0.1', undefined, proxies, '10.0.0.1'],
])('failed attempts count for the right address when %s', (_case, peer, forwardedFor, trusted, expected) => {
  expect(clientAddress(peer, forwardedFor, trusted)).toBe(expected);
});
