import { generateKeyPairSync } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSigningKeys } from './signing-keys';

const pem = (namedCurve: string) =>
  generateKeyPairSync('ec', { namedCurve }).publicKey.export({ type: 'spki', format: 'pem' }).toString();
const minute = 60_000;
const hour = 3_600_000;
const unavailable = expect.objectContaining({ code: 'unavailable', retryAfterSeconds: 60 });

describe('the keys that sign reports', () => {
  let url: string;
  let asked: number;
  let answer: (response: ServerResponse) => void;
  let listed: { key_identifier: string; key: string; is_current?: boolean }[];
  const server = createServer((_, response) => {
    asked += 1;
    answer(response);
  });

  beforeEach(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
    asked = 0;
    listed = [{ key_identifier: 'one', key: pem('P-256'), is_current: true }];
    answer = (response) => void response.end(JSON.stringify({ public_keys: listed }));
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('are asked for once, by however many reports', async () => {
    const keys = createSigningKeys();
    const found = await Promise.all(Array.from({ length: 20 }, () => keys.find({ url, identifier: 'one' }, 0)));
    expect(new Set(found.map((key) => key?.asymmetricKeyDetails?.namedCurve))).toEqual(new Set(['prime256v1']));
    await keys.find({ url, identifier: 'one' }, hour - 1);
    expect(asked).toBe(1);
  });

  it('are asked for again for an unknown identifier, once a minute at most', async () => {
    const keys = createSigningKeys();
    await keys.find({ url, identifier: 'one' }, 0);
    for (let at = 0; at < minute; at += 1000)
      expect(await keys.find({ url, identifier: `made-up-${at}` }, at)).toBeNull();
    expect(asked).toBe(1);
    listed.push({ key_identifier: 'two', key: pem('P-256') });
    expect(await keys.find({ url, identifier: 'two' }, minute)).not.toBeNull();
    expect(asked).toBe(2);
  });

  it('stop counting within an hour after they left the list', async () => {
    const keys = createSigningKeys();
    await keys.find({ url, identifier: 'one' }, 0);
    listed = [{ key_identifier: 'two', key: pem('P-256') }];
    expect(await keys.find({ url, identifier: 'one' }, hour)).toBeNull();
  });

  it('are of the one curve that GitHub signs with: another key opens nothing', async () => {
    listed = [
      { key_identifier: 'other curve', key: pem('P-384') },
      { key_identifier: 'no key', key: 'nonsense' },
    ];
    const keys = createSigningKeys();
    expect(await keys.find({ url, identifier: 'other curve' }, 0)).toBeNull();
    expect(await keys.find({ url, identifier: 'no key' }, 0)).toBeNull();
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['answers an error', (response) => void response.writeHead(500).end('no')],
    ['redirects', (response) => void response.writeHead(302, { location: '/elsewhere' }).end()],
    ['is no list', (response) => void response.end('{"public_keys":{}}')],
    [
      'never ends',
      (response) => {
        const more = setInterval(() => response.write(' '.repeat(20_000)), 1);
        response.on('close', () => clearInterval(more));
      },
    ],
  ])('are unavailable while their list %s, and known keys go on', async (_, broken) => {
    const keys = createSigningKeys();
    await keys.find({ url, identifier: 'one' }, 0);
    answer = broken;
    await expect(keys.find({ url, identifier: 'two' }, minute)).rejects.toEqual(unavailable);
    expect(await keys.find({ url, identifier: 'one' }, minute)).not.toBeNull();
    await expect(keys.find({ url, identifier: 'one' }, hour + minute)).rejects.toEqual(unavailable);
    await expect(keys.find({ url, identifier: 'one' }, hour + minute + 1)).rejects.toEqual(unavailable);
    expect(asked).toBe(3);
  });
});
