import type { Person } from '../account/schemas';
import type { Db } from '../db/client';
import type { Env } from '../env';
import type { Log } from '../log';
import type { Mailer } from '../mail/mailer';
import { type Running, repeat } from '../repeat';
import { peopleToTell } from './people-to-tell';

interface Parts {
  db: Db;
  env: Pick<Env, 'url'>;
  mail: Pick<Mailer, 'send'>;
}

/** Days before the expiry at which a token's owner is warned; 0 is the expiry itself. The nearest that was mailed is on the row. */
export const warningDays = [14, 7, 1, 0] as const;

const everyMs = 600_000;
/** After a start, so that a process that is often restarted warns, too, and none does while it is starting. */
const firstAfterMs = 30_000;
const tokensAtOnce = 500;
const dayMs = 86_400_000;
/** Whoever was not told of an expiry for so long, because no mail was sent, has noticed it. */
const lateDays = 2;
/** Tokens spelled out in one mail. */
const namedMax = 50;

/** Warns every ten minutes, until `stop` has returned. */
export function startWarningOfExpiry(parts: Parts & { log: Pick<Log, 'warn'> }): Running {
  const look = async () => {
    await warnOfExpiry(parts, new Date()).catch((err: unknown) => {
      parts.log.warn({ err }, 'the owners of tokens that expire could not be warned');
    });
  };
  return repeat(look, { firstAfterMs, everyMs });
}

/**
 * Mails each owner once about all of their tokens that came near their expiry: 14, 7 and 1 days before, and when it has come. Left out are
 * tokens that are revoked or replaced, and those that were made to live a day or less: they end as they were meant to. A token counts
 * as warned of when its mail was taken, so what failed is tried again in the next round. Two instances at the same time may mail twice;
 * neither mails nothing.
 * @returns how many mails were taken
 */
export async function warnOfExpiry(parts: Parts, now: Date): Promise<number> {
  let sent = 0;
  for (let after: string | undefined; ; ) {
    const page = await nearExpiry(parts.db, now, after);
    const due = page.flatMap((token) => {
      const days = thresholdOf(token, now);
      return days === null ? [] : [{ ...token, days }];
    });
    for (const digest of digestsOf(due, await peopleToTell(parts.db, due))) {
      if (await sendDigest(parts, digest, now)) sent += 1;
    }
    after = page.at(-1)?.id;
    if (page.length < tokensAtOnce) return sent;
  }
}

type NearToken = Awaited<ReturnType<typeof nearExpiry>>[number];
type DueToken = NearToken & { days: number };

async function nearExpiry(db: Db, now: Date, after: string | undefined) {
  const inDays = (days: number) => new Date(now.getTime() + days * dayMs);
  const rows = await db.token.findMany({
    where: {
      ...(after === undefined ? {} : { id: { gt: after } }),
      revokedAt: null,
      replacedById: null,
      expiresAt: { gt: inDays(-lateDays) },
      OR: warningDays.map((days) => ({
        expiresAt: { lte: inDays(days) },
        expiryWarned: days === warningDays[0] ? null : { gt: days },
      })),
    },
    select: {
      id: true,
      name: true,
      hint: true,
      workspaceId: true,
      memberId: true,
      createdById: true,
      createdAt: true,
      expiresAt: true,
      expiryWarned: true,
      workspace: { select: { slug: true, name: true } },
    },
    orderBy: { id: 'asc' },
    take: tokensAtOnce,
  });
  return rows.flatMap(({ expiresAt, ...row }) => (expiresAt === null ? [] : [{ ...row, expiresAt }]));
}

/** The threshold that a token has come to and not been warned of; null where there is none, or it lies before the token's own beginning. */
export function thresholdOf(
  token: Pick<NearToken, 'createdAt' | 'expiresAt' | 'expiryWarned'>,
  now: Date,
): number | null {
  const leftMs = token.expiresAt.getTime() - now.getTime();
  const days = warningDays.findLast((threshold) => leftMs <= threshold * dayMs);
  if (days === undefined || (token.expiryWarned !== null && token.expiryWarned <= days)) return null;
  const lifeMs = token.expiresAt.getTime() - token.createdAt.getTime();
  return lifeMs > Math.max(days, 1) * dayMs ? days : null;
}

interface Digest {
  person: Person;
  tokens: DueToken[];
}

function digestsOf(due: DueToken[], people: ReadonlyMap<string, Person[]>): Digest[] {
  const digests = new Map<string, Digest>();
  for (const token of due) {
    for (const person of people.get(token.id) ?? []) {
      const digest = digests.get(person.id) ?? { person, tokens: [] };
      digest.tokens.push(token);
      digests.set(person.id, digest);
    }
  }
  return [...digests.values()];
}

async function sendDigest({ db, env, mail }: Parts, { person, tokens }: Digest, now: Date): Promise<boolean> {
  const sorted = tokens.toSorted((a, b) => a.expiresAt.getTime() - b.expiresAt.getTime());
  const isSent = await mail.send({
    to: person.email,
    subject: subjectOf(sorted),
    text: textOf(person, sorted, env, now),
  });
  if (!isSent) return false;
  for (const days of warningDays) {
    const ids = tokens.filter((token) => token.days === days).map(({ id }) => id);
    if (ids.length > 0) await db.token.updateMany({ where: { id: { in: ids } }, data: { expiryWarned: days } });
  }
  return true;
}

function subjectOf(tokens: DueToken[]): string {
  const areExpired = tokens.every(({ days }) => days === 0);
  const [only] = tokens.length === 1 ? tokens : [];
  if (only !== undefined) return `Token “${only.name}” ${areExpired ? 'has expired' : 'expires soon'}`;
  return `${tokens.length} tokens ${areExpired ? 'have expired' : 'expire soon'}`;
}

function textOf(person: Person, tokens: DueToken[], env: Parts['env'], now: Date): string {
  const lines = tokens
    .slice(0, namedMax)
    .flatMap(({ name, hint, expiresAt, workspace }) => [
      `${name} (${hint}) in ${workspace.name}`,
      `  ${spellExpiry(expiresAt, now)}`,
      `  ${env.url}/workspaces/${workspace.slug}/tokens`,
      '',
    ]);
  const more = tokens.length - namedMax;
  return [
    `Hello ${person.name},`,
    '',
    'these tokens stop working when they expire. Rotate one to go on with a new token, and give it to the client that uses the old one.',
    '',
    ...lines,
    ...(more > 0 ? [`and ${more} more.`, ''] : []),
  ].join('\n');
}

/** Absolute and in UTC, beside how far off it is. */
function spellExpiry(expiresAt: Date, now: Date): string {
  const at = `${expiresAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const hours = Math.round((expiresAt.getTime() - now.getTime()) / 3_600_000);
  if (expiresAt <= now) return `expired ${at}`;
  const left = hours > 48 ? `${Math.round(hours / 24)} days` : hours > 1 ? `${hours} hours` : 'an hour';
  return `expires ${at}, in ${left}`;
}
