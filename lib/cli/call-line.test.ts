import { expect, it } from 'vitest';
import { callCells, callLine } from './call-line';

const call = {
  id: '1',
  at: '2026-11-28T08:00:00Z',
  member: { id: '1', name: 'Ada', email: 'ada@example.com' },
  token: { id: '1', name: '日本語', hint: 'mwt_7a3f…b7ee' },
  server: null,
  tool: 'tracker__find',
  outcome: 'ok' as const,
  client: null,
  server_ms: 41.7,
  gateway_ms: 0.6,
  request_id: 'r',
};

it('calls stand below each other, whatever their names are made of, and split at two spaces', () => {
  const lines = [call, { ...call, token: { ...call.token, name: 'A\u001b[2J' }, outcome: 'unreachable' as const }].map(
    (one) => callLine(callCells(one, '08:00:00')),
  );
  expect(lines.map((line) => line.split(/ {2,}/))).toEqual([
    ['08:00:00', 'ok', '42', 'tracker__find', '日本語', 'ada@example.com', '–'],
    ['08:00:00', 'unreachable', '42', 'tracker__find', 'A\ufffd[2J', 'ada@example.com', '–'],
  ]);
});
