import type { AnonymousCtx } from '../access/ctx';
import type { Person } from '../account/schemas';
import { peopleToTell } from '../tokens/people-to-tell';
import type { ExposedApiKey, ExposedInvite, ExposedToken } from './expose-secrets';

/** Secrets spelled out in one mail. */
const namedMax = 50;

interface Exposed {
  tokens: readonly ExposedToken[];
  apiKeys: readonly ExposedApiKey[];
  invites: readonly ExposedInvite[];
}

/** Tells the owners, one mail for each person. It is on its way when this returns, and nobody waits for it. */
export async function mailExposed(
  ctx: Pick<AnonymousCtx, 'db' | 'env' | 'mail'>,
  { tokens, apiKeys, invites }: Exposed,
): Promise<void> {
  if (tokens.length + apiKeys.length + invites.length === 0) return;
  const told = new Map<string, { person: Person; lines: string[][] }>();
  const tell = (person: Person, lines: string[]) => {
    const mail = told.get(person.id) ?? { person, lines: [] };
    mail.lines.push(lines);
    told.set(person.id, mail);
  };

  const people = await peopleToTell(ctx.db, tokens);
  for (const token of tokens) {
    const { slug, name } = token.workspace;
    const page = `${ctx.env.url}/workspaces/${slug}/tokens`;
    const next = token.isEnded
      ? `It no longer works. A new one for the client that used it: ${page}`
      : `It still works, as your workspace wants it. Rotate or revoke it: ${page}`;
    for (const person of people.get(token.id) ?? [])
      tell(person, spell(`Token ${token.name}, ${token.hint}, of ${name}`, token, next));
  }
  const owned = invites.map(({ invitedById, ...invite }) => ({ ...invite, memberId: null, createdById: invitedById }));
  const inviters = await peopleToTell(ctx.db, owned);
  for (const invite of invites) {
    const { slug, name } = invite.workspace;
    const next = `It no longer works. Invite them again: ${ctx.env.url}/workspaces/${slug}/members`;
    for (const person of inviters.get(invite.id) ?? [])
      tell(person, spell(`The invite of ${invite.email} to ${name}`, invite, next));
  }
  const users = await ctx.db.user.findMany({
    where: { id: { in: apiKeys.map(({ userId }) => userId) } },
    select: { id: true, name: true, email: true },
  });
  for (const key of apiKeys) {
    const person = users.find(({ id }) => id === key.userId);
    const next = `It no longer works. Make a new one: ${ctx.env.url}/account`;
    if (person !== undefined) tell(person, spell(`API key ${key.name}, ${key.hint}`, key, next));
  }

  for (const { person, lines } of told.values()) {
    const subject =
      lines.length === 1
        ? 'A credential of yours was found in the open'
        : `${lines.length} credentials of yours were found in the open`;
    void ctx.mail.send({ to: person.email, subject, text: textOf(person, lines) });
  }
}

const spell = (title: string, { source }: { source: string }, next: string) => [
  title,
  `  Found by: ${source}`,
  `  ${next}`,
  '',
];

function textOf(person: Person, told: string[][]): string {
  const more = told.length - namedMax;
  return [
    `Hello ${person.name},`,
    '',
    'somebody has found and reported what only you and your clients should know:',
    '',
    ...told.slice(0, namedMax).flat(),
    ...(more > 0 ? [`and ${more} more.`, ''] : []),
    'Look at what was done with it, and take it away from where it was found: whoever copied it still has it.',
    '',
  ].join('\n');
}
