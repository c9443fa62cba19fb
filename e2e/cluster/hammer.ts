import { Agent } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { bearer, legacyRequest, send } from '../wire';
import type { Admission } from './rate-proof';

export interface Hammered {
  admissions: Admission[];
  /** Each with how often it came; what was not answered is `0`. */
  statuses: Record<number, number>;
}

interface Blows {
  /** Where the token is used; the connections are spread over all of them. */
  urls: readonly string[];
  token: string;
  connections: number;
  /** When to stop, as `performance.now()` tells it, by what was admitted until now. */
  endAt(admissions: readonly Admission[]): number;
  /** What a connection rests after an answer; none without it. */
  restMs?: number;
}

/** Sends with one token as much as the connections take: on each, the next request follows the last answer. */
export async function hammer({ urls, token, connections, endAt, restMs = 0 }: Blows): Promise<Hammered> {
  const agent = new Agent({ keepAlive: true });
  const admissions: Admission[] = [];
  const statuses: Record<number, number> = {};
  const ping = legacyRequest('ping', undefined, bearer(token));
  const strike = async (_: unknown, connection: number) => {
    const url = urls[connection % urls.length] as string;
    for (let sentAt = performance.now(); sentAt < endAt(admissions); sentAt = performance.now()) {
      const status = await send(url, { ...ping, agent }).then(
        (answer) => answer.status,
        () => 0,
      );
      if (status === 200) admissions.push({ sentAt, receivedAt: performance.now() });
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (restMs > 0) await pause(restMs);
    }
  };
  await Promise.all(Array.from({ length: connections }, strike));
  agent.destroy();
  return { admissions, statuses };
}
