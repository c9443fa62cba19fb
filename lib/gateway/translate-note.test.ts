import { describe, expect, it } from 'vitest';
import type { Exchange } from './exchange';
import { readEnvelope } from './read-envelope';
import { translateNote } from './translate-note';

function exchange(meta: unknown): Exchange {
  const request = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { _meta: meta } };
  const envelope = readEnvelope(Buffer.from(JSON.stringify(request).replace('"big"', '12345678901234567890')));
  const message = envelope.kind === 'message' ? envelope.message : undefined;
  return { era: 'legacy', acceptsStream: true, session: null, message } as unknown as Exchange;
}
const translate = (text: string, meta: unknown = { progressToken: 0 }) =>
  translateNote(JSON.parse(text), text, { exchange: exchange(meta), from: 'legacy', messageId: 9 });
const progress = (token: string) =>
  `{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":${token},"progress":12345678901234567890}}`;

describe('a notification of a server', () => {
  it('comes under the progress token of the client, its numbers as they were written', () => {
    expect(translate(progress('9'))).toBe(progress('0'));
    expect(translate(progress('9'), { progressToken: 'p' })).toBe(progress('"p"'));
    expect(translate(progress('9'), { progressToken: 'big' })).toBe(progress('12345678901234567890'));
  });

  it('about the progress of another request, or that nobody asked for, reaches nobody', () => {
    expect(translate(progress('8'))).toBeNull();
    expect(translate(progress('"9"'))).toBeNull();
    expect(translate(progress('9'), {})).toBeNull();
    expect(translate(progress('9'), null)).toBeNull();
  });

  it('that an address has been dealt with reaches the client that was sent there, and no other', () => {
    const done = '{"jsonrpc":"2.0","method":"notifications/elicitation/complete","params":{"elicitationId":"e"}}';
    const told = (capabilities: Exchange['capabilities']) =>
      translateNote(JSON.parse(done), done, {
        exchange: { ...exchange({}), capabilities },
        from: 'legacy',
        messageId: 9,
      });
    expect(told({ elicitation: { url: {} } })).toBe(done);
    expect([told({ elicitation: { form: {} } }), told({})]).toEqual([null, null]);
  });

  it('about anything but progress and logs stays with the gateway', () => {
    expect(translate('{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}')).toBeNull();
    const log = '{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":1.0}}';
    expect(translate(log)).toBe(log);
  });
});
