import { Agent } from 'node:http';
import type { Rest, RestAnswer } from '../rest';
import { bearer, legacyRequest, rpcOf, send, type WireAnswer, type WireRequest } from '../wire';
import type { Installation } from './installation';
import { pick, pickWeighted, type Random, seededRandom } from './random';
import type { Change, Effect, Expiry, History, KnownToken, Use } from './token-proof';

/** How often each step is meant, of a hundred. */
const weights = {
  use: 68,
  create: 8,
  createBrief: 2,
  revoke: 5,
  revokeSeveral: 1,
  pause: 4,
  resume: 4,
  narrow: 2,
  widen: 2,
  rotate: 2,
  rotateWithGrace: 1.5,
  deleteWorkspace: 0.5,
};
type Step = keyof typeof weights;

/** So few that clients meet at them, and most of what is done to a token is done while others use it. */
const tokensAtHand = 48;
const briefSeconds = 2;

interface Held extends KnownToken {
  raw: string;
  /** Whether it is known what of the workspace it grants: a token that was rotated may have been narrowed before. */
  isWhole: boolean;
}

interface Walk {
  seed: number;
  steps: number;
  clients: number;
}

export interface Walked extends History {
  counts: Record<Step, number>;
  /** Requests for changes that were answered with an error of the product's, or not at all. */
  unanswered: string[];
}

/**
 * Many clients do random things to tokens, on all instances. What each of them means to do is the seed's; in which order the product
 * does it, nobody's. Right after something was shut its client tries it on every instance.
 */
export async function walk(installation: Installation, { seed, steps, clients }: Walk): Promise<Walked> {
  const walker = new Walker(installation);
  let begun = 0;
  const go = async (_: unknown, client: number) => {
    const random = seededRandom(seed * 1_000 + client);
    for (; begun < steps; ) {
      begun += 1;
      await walker.step(random);
    }
  };
  await walker.prepare(seededRandom(seed));
  await Promise.all(Array.from({ length: clients }, go));
  walker.agent.destroy();
  return walker;
}

class Walker implements Walked {
  readonly agent = new Agent({ keepAlive: true });
  readonly tokens: Held[] = [];
  readonly changes: Change[] = [];
  readonly uses: Use[] = [];
  readonly counts = Object.fromEntries(Object.keys(weights).map((step) => [step, 0])) as Record<Step, number>;
  readonly unanswered: string[] = [];
  private brief: string[] = [];
  private made = 0;

  constructor(private readonly installation: Installation) {}

  async prepare(random: Random): Promise<void> {
    await this.makeWorkspace(random);
    while (this.tokens.length < tokensAtHand) await this.create(random);
  }

  async step(random: Random): Promise<void> {
    const step = pickWeighted(random, weights);
    const token = pick(random, this.tokens.slice(-tokensAtHand));
    this.counts[step] += 1;
    await this.take(step, token, random);
  }

  private take(step: Step, token: Held, random: Random): Promise<unknown> {
    const path = `/tokens/${token.id}`;
    switch (step) {
      case 'use':
        return this.use(token, random, this.anyInstance(random));
      case 'create':
        return this.create(random);
      case 'createBrief':
        return this.create(random, briefSeconds);
      case 'revoke':
        return this.shut(token, random, 'end', 'POST', `${path}/revoke`);
      case 'revokeSeveral':
        return this.revokeSeveral(token, random);
      case 'pause':
        return this.shut(token, random, 'pause', 'POST', `${path}/pause`);
      case 'resume':
        return this.change(token, random, 'resume', 'POST', `${path}/resume`);
      case 'narrow':
        return this.shut(token, random, 'narrow', 'PATCH', path, { scope: { deny: ['demo__echo'] } });
      case 'widen':
        return this.change(token, random, 'widen', 'PATCH', path, { scope: null });
      case 'rotate':
        return this.rotate(token, random, 0);
      case 'rotateWithGrace':
        return this.rotate(token, random, 1);
      case 'deleteWorkspace':
        return this.deleteWorkspace(random);
    }
  }

  private readonly anyInstance = (random: Random) => Math.floor(random() * this.installation.products.length);

  private async use(token: Held, random: Random, instance: number): Promise<void> {
    const { kind, request } = pick(random, token.isWhole ? requests : requestsOfAnyToken);
    const url = `${this.installation.products[instance]?.origin}/ws/${token.workspace}`;
    const headers = { ...request.headers, ...bearer(token.raw) };
    const [sentAt, sentMs] = [performance.now(), Date.now()];
    const [outcome, said] = await send(url, { ...request, headers, agent: this.agent }).then(
      (answer) => [outcomeOf(answer), `${answer.status} ${answer.text.slice(0, 200)}`] as const,
      (error: Error) => ['failed', error.message] as const,
    );
    const [receivedAt, receivedMs] = [performance.now(), Date.now()];
    this.uses.push({ token: token.id, instance, kind, outcome, said, sentAt, receivedAt, sentMs, receivedMs });
  }

  /** On every instance at once. */
  private async probe(token: Held, random: Random): Promise<void> {
    await Promise.all(this.installation.products.map((_, instance) => this.use(token, random, instance)));
  }

  /** A change through any instance; what was refused has changed nothing, and what failed may have. */
  private async change(
    { id, workspace }: Held,
    random: Random,
    effect: Effect,
    ...[method, path, body]: [method: string, path: string, body?: unknown]
  ): Promise<RestAnswer | null> {
    const change: Change = { effect, about: id, sentAt: performance.now(), receivedAt: Number.POSITIVE_INFINITY };
    this.changes.push(change);
    const answer = await this.send(random, method, `/workspaces/${workspace}${path}`, body);
    if (answer === null) return null;
    change.receivedAt = performance.now();
    if (answer.status >= 400) this.changes.splice(this.changes.indexOf(change), 1);
    return answer.status >= 400 ? null : answer;
  }

  private async shut(token: Held, random: Random, ...change: Tail<Parameters<Walker['change']>>): Promise<void> {
    if ((await this.change(token, random, ...change)) !== null) await this.probe(token, random);
  }

  private async create(random: Random, seconds?: number): Promise<void> {
    const workspace = pick(random, [this.installation.slug, ...this.brief]);
    const input = { name: 'walked', ...(seconds === undefined ? {} : { expires_in: seconds }) };
    const answer = await this.send(random, 'POST', `/workspaces/${workspace}/tokens`, input);
    if (answer?.status === 201) this.keep(answer, workspace, true);
  }

  private keep({ body }: RestAnswer, workspace: string, isWhole: boolean): void {
    const { id, expires_at } = body.token as { id: string; expires_at: string | null };
    const expiry = expires_at === null ? null : exactly(Date.parse(expires_at));
    this.tokens.push({ id, raw: String(body.raw), workspace, expiry, isWhole });
  }

  /** The old one ends at once, or by the clock of whoever took the request. */
  private async rotate(token: Held, random: Random, grace: number): Promise<void> {
    const path = `/tokens/${token.id}/rotate`;
    const sentMs = Date.now();
    const answer =
      grace === 0
        ? await this.change(token, random, 'end', 'POST', path, { grace })
        : await this.send(random, 'POST', `/workspaces/${token.workspace}${path}`, { grace });
    if (answer?.status !== 201) return;
    if (grace > 0) token.expiry = sooner(token.expiry, sentMs + grace * 1_000, Date.now() + grace * 1_000);
    this.keep(answer, token.workspace, false);
    if (grace === 0) await this.probe(token, random);
  }

  private async revokeSeveral(token: Held, random: Random): Promise<void> {
    const others = this.tokens.slice(-tokensAtHand).filter(({ workspace }) => workspace === token.workspace);
    const chosen = [...new Set([token, pick(random, others), pick(random, others)])];
    const changes = chosen.map(
      ({ id }): Change => ({
        effect: 'end',
        about: id,
        sentAt: performance.now(),
        receivedAt: Number.POSITIVE_INFINITY,
      }),
    );
    this.changes.push(...changes);
    const ids = chosen.map(({ id }) => id);
    const answer = await this.send(random, 'POST', `/workspaces/${token.workspace}/tokens/revoke`, { ids });
    for (const change of changes) if (answer !== null) change.receivedAt = performance.now();
    if (answer === null || answer.status < 400) await Promise.all(chosen.map((one) => this.probe(one, random)));
    else for (const change of changes) this.changes.splice(this.changes.indexOf(change), 1);
  }

  private async makeWorkspace(random: Random): Promise<void> {
    this.made += 1;
    const name = `Brief ${this.made}`;
    const made = await this.send(random, 'POST', '/workspaces', { name });
    if (made?.status !== 201) return;
    const slug = String(made.body.slug);
    const demo = { name: 'Demo', slug: 'demo', url: 'aerostack:demo' };
    if ((await this.send(random, 'POST', `/workspaces/${slug}/servers`, demo))?.status === 201) this.brief.push(slug);
  }

  private async deleteWorkspace(random: Random): Promise<void> {
    const slug = this.brief.shift();
    if (slug === undefined) return;
    const change: Change = {
      effect: 'end',
      about: slug,
      sentAt: performance.now(),
      receivedAt: Number.POSITIVE_INFINITY,
    };
    this.changes.push(change);
    const answer = await this.send(random, 'DELETE', `/workspaces/${slug}`);
    if (answer?.status !== 204) return;
    change.receivedAt = performance.now();
    const gone = this.tokens.filter(({ workspace }) => workspace === slug).slice(-4);
    await Promise.all(gone.map((token) => this.probe(token, random)));
    await this.makeWorkspace(random);
  }

  /** Null for what may or may not have been done. */
  private async send(random: Random, method: string, path: string, body?: unknown): Promise<RestAnswer | null> {
    const rest = this.installation.rests[this.anyInstance(random)] as Rest;
    const answer = await rest.send(method, path, body).catch((error: Error) => error);
    if (!(answer instanceof Error) && answer.status < 500) return answer;
    const said = answer instanceof Error ? answer.message : `${answer.status} ${answer.text}`;
    this.unanswered.push(`${method} ${path}: ${said}`);
    return null;
  }
}

type Tail<List extends unknown[]> = List extends [unknown, unknown, ...infer Rest] ? Rest : never;

const exactly = (ms: number): Expiry => ({ earliestMs: ms, latestMs: ms });

function sooner(expiry: Expiry | null, earliestMs: number, latestMs: number): Expiry {
  if (expiry === null) return { earliestMs, latestMs };
  return { earliestMs: Math.min(expiry.earliestMs, earliestMs), latestMs: Math.min(expiry.latestMs, latestMs) };
}

const requestsOfAnyToken: { kind: Use['kind']; request: WireRequest }[] = [
  { kind: 'request', request: legacyRequest('ping') },
  { kind: 'request', request: legacyRequest('tools/list') },
  { kind: 'request', request: { method: 'GET' } },
];
const call = legacyRequest('tools/call', { name: 'demo__echo', arguments: { text: 'walked' } });
const requests = [
  ...requestsOfAnyToken,
  ...requestsOfAnyToken.map((): (typeof requestsOfAnyToken)[number] => ({ kind: 'call', request: call })),
];

/**
 * A GET without a session is 405 for whoever is known; a call that the scope does not grant is refused like a tool that is not there. Whoever was
 * refused very often is told so with 429, which touches nobody whose token is good.
 */
function outcomeOf(answer: WireAnswer): Use['outcome'] {
  if (answer.status === 401) return 'refused';
  if (answer.status === 405) return 'served';
  if (answer.status !== 200 && answer.status !== 429) return 'failed';
  const { error } = rpcOf(answer);
  if (error?.code === -32602 || error?.code === -32001) return 'refused';
  if (answer.status === 429) return 'limited';
  return error === undefined ? 'served' : 'failed';
}
