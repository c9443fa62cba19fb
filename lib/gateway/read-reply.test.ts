import { expect, test } from 'vitest';
import type { Era } from '../mcp-protocol';
import type { ServerReply } from '../servers/connections';
import { type ReplyVerdict, readReply } from './read-reply';

const id = 7;
const errorOf = (code: number, message = 'No.', by: unknown = id) =>
  JSON.stringify({ jsonrpc: '2.0', id: by, error: { code, message } });

const replyOf = (status: number, say: string, contentType = 'application/json'): ServerReply => ({
  status,
  contentType,
  redirectOrigin: null,
  epoch: 1,
  body: (async function* () {})(),
  text: () => say,
  discard: () => undefined,
  hold: () => undefined,
  resume: () => undefined,
});

/** `again`: it did not run and is sent once more. `ran?`: nobody knows, nothing is sent. `anew`: the next call asks the server who it is. */
function wordOf(verdict: ReplyVerdict): string {
  if (verdict.kind === 'events') return 'events';
  if (verdict.kind === 'rejected_before_running') return 'again';
  const word = verdict.kind === 'json' ? 'its answer' : verdict.failure.didNotRun ? 'did not run' : 'ran?';
  return verdict.isDoubtful ? `${word}, anew` : word;
}

const page = '<h1>Not Found</h1>';
const noSession = 'Session not found';
const payment = 'could not initialize the payment session';

const table: [era: Era, inSession: boolean, status: number, body: string, word: string][] = [
  // 2025-11-25, Transports: 404 to a session id means that the session is gone.
  ['legacy', true, 404, errorOf(-32001, noSession, null), 'again'],
  ['legacy', true, 404, errorOf(-32001, noSession), 'again'],
  ['legacy', true, 404, errorOf(-32600, noSession, 'server-error'), 'again'],
  ['legacy', true, 404, '', 'again'],
  ['legacy', true, 404, page, 'again'],
  ['legacy', true, 404, errorOf(-32000, 'Customer not found'), 'its answer'],
  ['legacy', true, 404, errorOf(-32000, noSession), 'its answer, anew'],
  ['legacy', true, 404, errorOf(-32602, 'Customer not found'), 'its answer'],
  // The 400s of servers that predate that rule: they have not looked at the request, or else they would have its id.
  ['legacy', true, 400, errorOf(-32000, 'Bad Request: No valid session ID provided', null), 'again'],
  ['legacy', true, 400, errorOf(-32000, 'Bad Request: Server not initialized', null), 'again'],
  ['legacy', true, 400, errorOf(-32000, payment), 'its answer, anew'],
  ['legacy', true, 400, errorOf(-32602, 'No such customer'), 'its answer'],
  ['legacy', true, 400, errorOf(-32700, 'Parse error', null), 'ran?, anew'],
  ['legacy', true, 400, page, 'ran?, anew'],
  // Without a session there is none to lose.
  ['legacy', false, 404, errorOf(-32001, noSession, null), 'ran?, anew'],
  ['legacy', false, 404, errorOf(-32001, noSession), 'its answer'],
  ['legacy', false, 404, page, 'ran?, anew'],
  ['legacy', false, 404, '', 'ran?, anew'],
  ['legacy', false, 400, errorOf(-32000, payment, null), 'ran?, anew'],
  ['legacy', false, 400, errorOf(-32000, payment), 'its answer'],
  // 2026-07-28: what the ladder before any handler says.
  ['modern', false, 400, errorOf(-32020), 'again'],
  ['modern', false, 400, errorOf(-32022), 'again'],
  ['modern', false, 404, errorOf(-32601), 'again'],
  ['modern', false, 400, errorOf(-32601), 'its answer'],
  ['modern', false, 400, errorOf(-32021), 'its answer'],
  ['modern', false, 400, errorOf(-32602), 'its answer'],
  ['modern', false, 404, errorOf(-32000, 'Customer not found'), 'its answer'],
  ['modern', false, 400, errorOf(-32000, payment), 'its answer'],
  ['modern', false, 400, errorOf(-32000, 'Server not initialized', null), 'ran?, anew'],
  ['modern', false, 404, page, 'ran?, anew'],
  ['modern', false, 404, '', 'ran?, anew'],
  ['modern', false, 400, '', 'ran?, anew'],
  // Whatever the era: who turns a request away at the door has not run it.
  ...(['legacy', 'modern'] as const).flatMap((era): [Era, boolean, number, string, string][] => [
    ...[302, 307, 401, 403, 405, 413, 415, 429].map((status): [Era, boolean, number, string, string] => [
      era,
      era === 'legacy',
      status,
      page,
      'did not run',
    ]),
    ...[402, 406, 409, 410, 422, 500, 502, 503, 504].map((status): [Era, boolean, number, string, string] => [
      era,
      era === 'legacy',
      status,
      page,
      'ran?',
    ]),
    [era, false, 409, errorOf(-32000), 'its answer'],
    [era, false, 500, errorOf(-32603), 'ran?'],
    [era, false, 200, errorOf(-32603), 'its answer'],
  ]),
];

test.each(table)('%s, in a session: %s, HTTP %i, %s: %s', async (era, inSession, status, body, word) => {
  const reply = replyOf(status, body, body.startsWith('{') ? 'application/json' : 'text/html');
  expect(wordOf(await readReply(reply, { era, inSession, id }))).toBe(word);
});

test('a page of a proxy that says JSON is no error of the server', async () => {
  for (const body of ['null', '[]', '"x"', '{"error":"not found"}', '{"error":{"code":"E404"}}', '{']) {
    const verdict = await readReply(replyOf(404, body), { era: 'modern', inSession: false, id });
    expect([body, wordOf(verdict)]).toEqual([body, 'ran?, anew']);
  }
});
