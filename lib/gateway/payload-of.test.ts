import type { ServerResponse } from 'node:http';
import { afterEach, expect, it, vi } from 'vitest';
import { hidesField } from '../calls/hidden-fields';
import { openPayload } from '../calls/sealed-payload';
import { createSealer } from '../secrets/seal';
import { json as answerJson, type Fixture, type Received, result, startFixture } from '../servers/server-fixture';
import { sessionServer } from '../servers/session-fixture';
import { all, type GatewayOfTest, json, modern, sealingSecret, startGateway } from './gateway-fixture';

const args = { password: 'hunter2', big: 1, list: [{ iban: 'DE00' }] };
const call = { id: 'c', method: 'tools/call', params: { name: 'echo', arguments: args } };
const recordedArguments = '{"password":"[redacted]","big":1,"list":[{"iban":"[redacted]"}]}';
const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

type OnCall = (received: Received, response: ServerResponse) => void;
async function start(
  onCall: OnCall,
  hides = hidesField(['iban']),
): Promise<{ world: GatewayOfTest; fixture: Fixture }> {
  const fixture = await startFixture(sessionServer(onCall).respond);
  const world = startGateway([{ url: fixture.url, hidesField: hides }]);
  opened.push(world, fixture);
  return { world, fixture };
}

/** What is kept of the one call that was recorded. */
async function kept({ calls }: GatewayOfTest) {
  await vi.waitFor(() => expect(calls).toHaveLength(1));
  const sealed = calls[0]?.payload?.('id of the call') ?? '';
  return openPayload(createSealer(sealingSecret), 'id of the call', sealed);
}

const answers: Record<string, OnCall> = {
  'in one piece': ({ message }, response) => answerJson(response, 200, result(message, { content: [], token: 'abc' })),
  'as a stream': ({ message }, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(`data: ${JSON.stringify(result(message, { content: [], token: 'abc' }))}\n\n`);
  },
};

it.each(Object.keys(answers))(
  'of a server that is recorded, arguments and answer are kept redacted, %s',
  async (how) => {
    const askings: Parameters<GatewayOfTest['ask']>[] = [[call], modern('tools/call', call.params)];
    for (const asked of askings) {
      const { world } = await start(answers[how] as OnCall);
      const { response } = await world.ask(...asked);
      if (typeof response.body !== 'string') await all({ response, leave: () => undefined });
      const { arguments: given, answer } = await kept(world);
      expect(given).toEqual({ text: recordedArguments, is_cut: false });
      expect(JSON.parse(answer?.text ?? '')).toMatchObject({ result: { content: [], token: '[redacted]' } });
    }
  },
);

it('a failure is kept in the words that the client gets', async () => {
  const { world } = await start((_, response) => answerJson(response, 500, {}));
  const { result: shown } = json(await world.ask(call));
  expect(JSON.parse((await kept(world)).answer?.text ?? '')).toEqual({ result: shown });
});

it('of any other server nothing is kept, and a call without arguments has none', async () => {
  const { world } = await start(answers['in one piece'] as OnCall);
  await world.ask({ ...call, params: { name: 'echo' } });
  expect((await kept(world)).arguments.text).toBe('{}');
  const other = startGateway([{ url: world.servers[0]?.url ?? '' }]);
  opened.push(other);
  await other.ask(call);
  expect(other.calls).toMatchObject([{ outcome: 'ok', payload: null }]);
});
