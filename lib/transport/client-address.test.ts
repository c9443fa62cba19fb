import { describe, expect, it } from 'vitest';
import { gatewayPeer } from './client-address';

const from = (forwardedFor: string | null, trusted: string[]) => gatewayPeer({ get: () => forwardedFor }, trusted);

describe('the address of a gateway request behind Next', () => {
  it('is unknown where no proxy is trusted, whatever a client writes', () => {
    expect(from('10.0.0.1', [])).toBe('unknown');
    expect(from(null, [])).toBe('unknown');
  });

  it.each([
    ['what the host in front wrote', '203.0.113.7', '203.0.113.7'],
    ['what the trusted proxy saw, not what the client made up', '10.9.9.9, 203.0.113.7, 10.0.0.2', '203.0.113.7'],
    ['the nearest, where that is no trusted proxy', '10.9.9.9, 203.0.113.7', '203.0.113.7'],
    ['the address of a hop that has a port', '203.0.113.7:5123', '203.0.113.7'],
    ['unknown for what is none', 'office', 'unknown'],
    ['unknown without one', null, 'unknown'],
  ])('is %s', (_case, header, address) => {
    expect(from(header, ['10.0.0.0/8'])).toBe(address);
  });
});
