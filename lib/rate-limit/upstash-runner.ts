import type { Pipeline } from '@upstash/redis';
import type { ScriptRunner } from './remote-log';

/** Requests under way at the same time. What comes meanwhile shares the next: a request costs more than the hundred commands in it. */
const requestsMax = 4;
const commandsMax = 100;

interface Command {
  addTo(pipeline: Pipeline): void;
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/**
 * Redis by HTTPS, as Upstash serves it, for hosts where no connection stays open. No command is sent twice, and none is sent that nobody
 * waits for any more.
 * @param waitMs how long somebody waits
 */
export async function openUpstashRunner(url: string, token: string, waitMs: number): Promise<ScriptRunner> {
  // Here, not above: an installation without Upstash does not pay for its client.
  const { Redis } = await import('@upstash/redis');
  const redis = new Redis({
    url,
    token,
    retry: { retries: 0 },
    // Nobody waits for twice as long, whatever pauses this process made.
    signal: () => AbortSignal.timeout(2 * waitMs),
    enableAutoPipelining: false,
    enableTelemetry: false,
    automaticDeserialization: false,
    responseEncoding: false,
  });
  const waiting: Command[] = [];
  let underWay = 0;

  const send = async (commands: Command[]): Promise<void> => {
    const pipeline = redis.pipeline();
    for (const command of commands) command.addTo(pipeline);
    try {
      const replies = await pipeline.exec({ keepErrors: true });
      replies.forEach(({ result, error }, i) => {
        if (error === undefined) commands[i]?.resolve(result);
        else commands[i]?.reject(new Error(error));
      });
    } catch (error) {
      const reason = new Error(withoutCommands(error));
      for (const { reject } of [...commands, ...waiting.splice(0)]) reject(reason);
    }
  };
  const sendWaiting = () => {
    while (underWay < requestsMax && waiting.length > 0) {
      underWay += 1;
      void send(waiting.splice(0, commandsMax)).then(() => {
        underWay -= 1;
        sendWaiting();
      });
    }
  };
  const run = (addTo: Command['addTo']) =>
    new Promise<unknown>((resolve, reject) => {
      waiting.push({ addTo, resolve, reject });
      // What arrived in the same turn of the event loop goes along.
      if (waiting.length === 1) setImmediate(sendWaiting);
    });

  return {
    evalsha: (sha, keys, args) => run((pipeline) => pipeline.evalsha(sha, keys, args)),
    eval: (script, keys, args) => run((pipeline) => pipeline.eval(script, keys, args)),
    close: async () => undefined,
  };
}

/** The client's messages quote what was sent. */
function withoutCommands(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error
    ? `${error.message}: ${cause.message}`
    : (error.message.split(', command was:')[0] ?? '');
}
