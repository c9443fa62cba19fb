import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { sendAnswer } from './send-answer';

it('tells a stream to stop whose client left before it began', async () => {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  response.destroy();
  let hasStopped = false;
  async function* events() {
    try {
      yield 'data: 1\n\n';
      yield 'data: 2\n\n';
    } finally {
      hasStopped = true;
    }
  }
  await sendAnswer(response, { status: 200, headers: {}, body: events() });
  expect(hasStopped).toBe(true);
});
