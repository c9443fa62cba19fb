import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import type { Output } from './output';
import { run } from './run';

it('ends at Ctrl-C with 130, and says when a change may have been made all the same', async () => {
  const interrupt = new AbortController();
  const silent = createServer(() => interrupt.abort()).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const said: string[] = [];
  const say = (text: string) => void said.push(text);
  const nothing = async () => {};
  const words = { say, succeed: say, fail: say, debug: () => {}, showDebug: () => {} };
  const output: Output = {
    isTerminal: false,
    isClosed: false,
    result: nothing,
    json: nothing,
    table: nothing,
    ...words,
  };
  const env = {
    HOME: '/nonexistent',
    AEROSTACK_URL: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`,
    AEROSTACK_API_KEY: `ak_${'c0ffee00'.repeat(6)}`,
  };
  const surroundings = { env, output, isInteractive: false, signal: interrupt.signal, now: () => new Date() };
  const code = await run(['workspace', 'create', 'Acme'], surroundings);
  silent.close().closeAllConnections();
  expect([code, said]).toEqual([130, [expect.stringMatching(/^Interrupted\. It may have been done all the same/)]]);
});
