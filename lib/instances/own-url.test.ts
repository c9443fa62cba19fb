import { describe, expect, it } from 'vitest';
import { ownUrl } from './own-url';

const env = { instanceUrl: undefined, host: '127.0.0.1', port: 3000 };
const address = (text: string, internal = false) => ({
  address: text,
  internal,
  family: 'IPv4' as const,
  netmask: '',
  mac: '',
  cidr: null,
});
const interfaces = { lo: [address('127.0.0.1', true)], eth0: [address('10.1.2.3')] };

describe('where other instances reach this one', () => {
  it('is what the operator says', () => {
    expect(ownUrl({ ...env, instanceUrl: 'http://node-1:3000' }, interfaces)).toBe('http://node-1:3000');
  });

  it('is the address that it listens on', () => {
    expect(ownUrl(env, interfaces)).toBe('http://127.0.0.1:3000');
    expect(ownUrl({ ...env, host: '::1' }, interfaces)).toBe('http://[::1]:3000');
  });

  it('is the machine’s own address where it listens on all of them', () => {
    expect(ownUrl({ ...env, host: '0.0.0.0' }, interfaces)).toBe('http://10.1.2.3:3000');
    expect(ownUrl({ ...env, host: '0.0.0.0' }, { lo: interfaces.lo })).toBe('http://127.0.0.1:3000');
  });
});
