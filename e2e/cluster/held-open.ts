import { expect } from '@playwright/test';
import { bearer, legacyRequest, messagesOf, modernRequest, type OpenAnswer, open, rpcOf, send } from '../wire';

/** Something that a token holds open, and the request that opens it again. */
export interface HeldOpen {
  name: string;
  stream: OpenAnswer;
  /** The same once more, at any instance. */
  again(url: string): Promise<OpenAnswer>;
}

/** Longer than anything here is kept open. */
const deadlineMs = 60_000;

/** What a client of each era keeps open to hear of changes: the GET of a session, and subscriptions/listen. */
export async function holdOpen(url: string, raw: string): Promise<HeldOpen[]> {
  const params = {
    protocolVersion: '2025-11-25',
    capabilities: { roots: {} },
    clientInfo: { name: 'held', version: '1' },
  };
  const initialized = await send(url, legacyRequest('initialize', params, bearer(raw)));
  const session = {
    method: 'GET',
    headers: {
      ...{ ...bearer(raw), accept: 'text/event-stream', 'mcp-protocol-version': '2025-11-25' },
      'mcp-session-id': String(initialized.headers['mcp-session-id']),
    },
    deadlineMs,
  };
  const listening = modernRequest('subscriptions/listen', { notifications: { toolsListChanged: true } });
  const listen = { ...listening, headers: { ...listening.headers, ...bearer(raw) }, deadlineMs };
  const held = [
    { name: '2025-11-25 session', request: session },
    { name: '2026-07-28 subscriptions/listen', request: listen },
  ].map(async ({ name, request }) => ({
    name,
    stream: await open(url, request),
    again: (other: string) => open(other, request),
  }));
  const all = await Promise.all(held);
  for (const { name, stream } of all) {
    expect([name, stream.status, stream.headers['content-type']]).toEqual([name, 200, 'text/event-stream']);
  }
  return all;
}

/** A call under way that says something now and then stands at its gate. */
export async function callSlowly(url: string, raw: string, gate: string): Promise<HeldOpen> {
  const params = { name: 'two__slow', arguments: { gate, steps: 1 }, _meta: { progressToken: 1 } };
  const request = { ...legacyRequest('tools/call', params, bearer(raw)), deadlineMs };
  const stream = await open(url, request);
  await expect.poll(() => messagesOf(stream.soFar()).length, { intervals: [10] }).toBe(1);
  return { name: 'call', stream, again: (other) => open(other, request) };
}

/** What a call that was ended says at last. */
export const lastWords = ({ stream }: HeldOpen) => rpcOf(stream.soFar()).error?.code;
