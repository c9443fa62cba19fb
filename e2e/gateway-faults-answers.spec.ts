import type { ServerResponse } from 'node:http';
import { type Caller, callerOf, type Era, eras } from './caller';
import { type BrokenServer, type Misbehave, startBroken } from './fixtures/broken-server';
import { startV2 } from './fixtures/v2-server';
import { forgetPeak, peakMb, residentMb } from './resources';
import type { Rest } from './rest';
import { expect, test } from './test';
import { messagesOf, rpcOf, textOf, type WireAnswer } from './wire';

const json = { 'content-type': 'application/json' };
const stream = { 'content-type': 'text/event-stream' };
const answerTo = (id: unknown, text: string) => {
  const result = { resultType: 'complete', content: [{ type: 'text', text }] };
  return JSON.stringify({ jsonrpc: '2.0', id, result });
};
const event = (data: string) => `event: message\ndata: ${data}\n\n`;

/** Writes a piece every 50 ms for as long as somebody reads. */
function drip(write: (piece: string) => unknown, res: ServerResponse, piece: string) {
  const timer = setInterval(() => write(piece), 50);
  res.once('close', () => clearInterval(timer));
  res.socket?.once('close', () => clearInterval(timer));
}

/** As much as asked for, without ever holding it; at the pace of whoever reads. */
function pour(res: ServerResponse, before: string, megabytes: number) {
  const piece = 'x'.repeat(1024 * 1024);
  let left = megabytes;
  res.write(before);
  const more = () => {
    while (left > 0 && !res.destroyed) {
      left -= 1;
      if (!res.write(piece)) return void res.once('drain', more);
    }
    res.end();
  };
  more();
}

interface Case {
  does: Misbehave;
  /** How long the server is waited for, where that is what the case is about. */
  waits?: Record<string, number>;
  stage: string;
  cause: RegExp;
}

const waits = { timeout_ms: 1000, total_timeout_ms: 2000 };

const cases: Record<string, Case> = {
  'drips its headers': {
    does: (_req, res) => {
      res.socket?.write('HTTP/1.1 200 OK\r\n');
      drip((piece) => res.socket?.write(piece), res, 'x-slow: loris\r\n');
    },
    waits,
    stage: 'timeout',
    cause: /within 1 s/,
  },
  'drips its JSON': {
    does: (_req, res) => {
      res.writeHead(200, json);
      drip((piece) => res.write(piece), res, ' ');
    },
    waits,
    stage: 'timeout',
    cause: /2 s/,
  },
  'drips comments into its stream': {
    does: (_req, res) => {
      res.writeHead(200, stream);
      drip((piece) => res.write(piece), res, ': alive\n\n');
    },
    waits,
    stage: 'timeout',
    cause: /2 s/,
  },
  'ends its stream within the answer': {
    does: (_req, res, message) => {
      res.writeHead(200, stream);
      res.end(event(answerTo(message?.id, 'half')).slice(0, -2));
    },
    stage: 'closed',
    cause: /ended the stream before the answer/,
  },
  'answers somebody else in its stream': {
    does: (_req, res) => {
      res.writeHead(200, stream);
      res.end(event(answerTo('someone-elses', 'not yours')));
    },
    stage: 'closed|answer',
    cause: /./,
  },
  'sends 50 MB and says so': {
    does: (_req, res) => {
      res.writeHead(200, { ...json, 'content-length': 50 * 1024 * 1024 });
      pour(res, '', 50);
    },
    stage: 'too_large|answer',
    cause: /32 MB|larger|too large/i,
  },
  'sends 50 MB without saying so': {
    does: (_req, res) => {
      res.writeHead(200, json);
      pour(res, '{"jsonrpc":"2.0","id":1,"result":{"text":"', 50);
    },
    stage: 'too_large|answer',
    cause: /32 MB|larger|too large/i,
  },
  'sends 50 MB in one event': {
    does: (_req, res) => {
      res.writeHead(200, stream);
      pour(res, 'data: {"jsonrpc":"2.0","id":1,"result":{"text":"', 50);
    },
    stage: 'too_large|answer',
    cause: /32 MB|larger|too large/i,
  },
  'forbids with a challenge of its own': {
    does: (_req, res) => {
      res.writeHead(403, { 'www-authenticate': 'Bearer error="insufficient_scope", scope="elsewhere:all"' });
      res.end('internal-detail-of-the-server');
    },
    stage: 'credentials',
    cause: /HTTP 403/,
  },
};

interface Sick {
  caller: Caller;
  servers: Record<Era, BrokenServer>;
  close(): Promise<unknown>;
}

/** A workspace of a healthy server and two sick ones, one of each era. */
async function admitSick(rest: Rest, name: string, does: Misbehave, waits = {}): Promise<Sick> {
  const { slug } = await rest.createWorkspace(name);
  const [healthy, legacy, modern] = await Promise.all([
    startV2('dual'),
    startBroken(does, 'call', 'legacy'),
    startBroken(does, 'call', 'modern'),
  ]);
  await rest.addServer(slug, { name: 'Healthy', slug: 'healthy', url: healthy.url });
  for (const [era, { url }] of Object.entries({ legacy, modern })) {
    const added = await rest.addServer(slug, { name: `Sick ${era}`, slug: `sick-${era}`, url, ...waits });
    expect(added).toMatchObject({ status: 'up', tool_count: 1 });
  }
  const caller = callerOf(await rest.createToken(slug));
  const close = () => Promise.all([healthy, legacy, modern].map((server) => server.close()));
  return { caller, servers: { legacy, modern }, close };
}

type Admit = (does: Misbehave, waits?: Record<string, number>) => Promise<Sick>;
const withSick = test.extend<{ admit: Admit }>({
  admit: async ({ rest }, use, { title }) => {
    const admitted: Sick[] = [];
    await use(async (does, waits) => {
      const sick = await admitSick(rest, title.slice(0, 40), does, waits);
      admitted.push(sick);
      return sick;
    });
    for (const sick of admitted) await sick.close();
  },
});

/** Both eras of client at both eras of server, at once. */
async function callAll({ caller }: Sick) {
  const pairs = eras.flatMap((client) => eras.map((server) => ({ client, server })));
  const answers = await Promise.all(
    pairs.map(async (pair) => ({ ...pair, answer: await caller.call(pair.client, `sick-${pair.server}__act`) })),
  );
  expect(textOf(await caller.call('legacy', 'healthy__echo', { text: 'well' }))).toBe('well');
  return answers;
}

const describeAnswer = (answer: WireAnswer) => ({
  status: answer.status,
  id: rpcOf(answer).id,
  isError: rpcOf(answer).result?.isError,
  challenge: answer.headers['www-authenticate'],
});

for (const [what, { does, waits: given, stage, cause }] of Object.entries(cases)) {
  withSick(
    `a server that ${what}: every client is told in words, it ran once each, and others are well`,
    async ({ admit, product }) => {
      const sick = await admit(does, given);
      forgetPeak(product.pid);
      const before = residentMb(product.pid);
      for (const { client, server, answer } of await callAll(sick)) {
        const at = `${client} client, ${server} server`;
        expect(describeAnswer(answer), at).toEqual({ status: 200, id: 1, isError: true, challenge: undefined });
        expect(textOf(answer), at).toMatch(new RegExp(`^Server "Sick ${server}" failed \\((${stage})\\): `));
        expect(textOf(answer), at).toMatch(cause);
        expect(textOf(answer), at).not.toMatch(/internal-detail|not yours|half|elsewhere/);
      }
      expect([sick.servers.legacy.executions(), sick.servers.modern.executions()]).toEqual([2, 2]);
      // Four answers at once; each may take what an answer may be at most (32 MB), as bytes and once more as text.
      expect(peakMb(product.pid) - before).toBeLessThan(400);
    },
  );
}

withSick(
  'a server that answers twice, and never ends its stream: the first answer counts, at once',
  async ({ admit }) => {
    const sick = await admit((_req, res, message) => {
      res.writeHead(200, stream);
      res.write(event(answerTo(message?.id, 'first')) + event(answerTo(message?.id, 'second')));
      // And then it forgets to end its stream.
    });
    for (const { client, server, answer } of await callAll(sick)) {
      const at = `${client} client, ${server} server`;
      expect([messagesOf(answer).length, textOf(answer)], at).toEqual([1, 'first']);
    }
  },
);

for (const form of ['JSON', 'stream'] as const) {
  withSick(
    `a server whose ${form} is not UTF-8: clients are told so, in text that they can read`,
    async ({ admit }) => {
      const sick = await admit((_req, res, message) => {
        const [before = '', after = ''] = answerTo(message?.id, 'a~z').split('~');
        const bytes = [Buffer.from(before), Buffer.from([0xff, 0xc3, 0x28]), Buffer.from(after)];
        const wrapped = form === 'JSON' ? bytes : [Buffer.from('data: '), ...bytes, Buffer.from('\n\n')];
        res.writeHead(200, form === 'JSON' ? json : stream);
        res.end(Buffer.concat(wrapped));
      });
      for (const { client, server, answer } of await callAll(sick)) {
        const at = `${client} client, ${server} server`;
        expect(() => new TextDecoder('utf-8', { fatal: true }).decode(answer.bytes), at).not.toThrow();
        expect(textOf(answer), at).toMatch(/^Server "Sick \w+" failed \(protocol\): .*not valid UTF-8/);
      }
    },
  );
}
