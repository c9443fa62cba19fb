import type { Agent } from 'node:http';
import type { Readable, Writable } from 'node:stream';
import { Bridge } from './bridge';
import { LineWriter } from './line-writer';
import type { Parts } from './parts';
import { readLines } from './read-lines';
import { Session } from './session';
import { ToolHeaders } from './tool-headers';
import { openWire } from './wire';

/** A line that is longer is not kept, so that nobody learns which request it was. */
const lineBytesMax = 32 * 1024 * 1024;
/** How long what is under way may take once the client has closed its end. */
const graceMs = 10_000;

export interface BridgeOptions extends Pick<Parts, 'token' | 'userAgent' | 'explain' | 'say' | 'debug'> {
  /** The workspace's gateway URL. */
  url: string;
  agent: Agent;
  input: Readable;
  output: Writable;
  /** Ends the bridge at once. */
  signal: AbortSignal;
}

/** Connects a client on `input` and `output`, one JSON-RPC message a line, with a gateway, until either end of it is closed. */
export async function runBridge({ url, agent, input, output, signal, ...given }: BridgeOptions): Promise<void> {
  const ending = new AbortController();
  const hurry = new AbortController();
  const stop = () => {
    hurry.abort();
    ending.abort();
    input.destroy();
  };
  const parts: Parts = {
    ...given,
    wire: openWire(url, agent),
    out: new LineWriter(output, stop),
    session: new Session(),
    toolHeaders: new ToolHeaders(),
    origin: new URL(url).origin,
    modernVersion: null,
    life: ending.signal,
  };
  const bridge = new Bridge(parts);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    for await (const line of readLines(input, lineBytesMax)) await bridge.accept(line);
  } catch (error) {
    // A client that is gone has said all that it will say.
    if (!ending.signal.aborted) given.debug(String(error));
  }
  ending.abort();
  await bridge.end(graceMs, hurry.signal);
  signal.removeEventListener('abort', stop);
  agent.destroy();
}
