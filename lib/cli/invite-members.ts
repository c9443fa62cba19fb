import { type Command, Option } from 'commander';
import type { Invite } from '../members/schemas';
import { findNamed } from './find-named';
import { describeHelp, noWorkspace, workspaceArgument } from './help';
import { type RoleName, roleNames } from './member-role';
import { printable } from './printable';
import { readInvites } from './read-invites';
import type { Rest } from './rest-client';
import type { Tools } from './tools';

interface Options {
  role: RoleName;
  resend?: true;
  plain?: true;
  json?: true;
}

interface Sent {
  invites: { invite: Invite; link: string }[];
  body: Record<string, unknown>;
}

export function addInviteMembers(parent: Command, tools: Tools): void {
  const command = parent
    .command('invite')
    .description('Invite people to a workspace. Each gets a link that works once, for their address, for seven days.')
    .argument(...workspaceArgument)
    .argument('<email...>', 'one or several, up to 50')
    .addOption(new Option('--role <role>', 'what they will be').choices(roleNames).default('member'))
    .option('--resend', 'send a new link to who is invited already; the one before is dead')
    .option('--plain', 'print the bare links only');
  describeHelp(
    command,
    [
      'aerostack workspace member invite my-workspace ada@example.com grace@example.com',
      'aerostack workspace member invite my-workspace bob@example.com --role admin',
      'aerostack workspace member invite my-workspace bob@example.com --resend --plain',
    ],
    '\nThe links are mailed where a mail server is set. Elsewhere pass them on yourself: whoever holds a link can use it.',
  );
  command.action((slug: string, emails: string[], options: Options) => inviteMembers(tools, slug, emails, options));
}

async function inviteMembers(tools: Tools, slug: string, emails: string[], options: Options): Promise<void> {
  const { output } = tools;
  const { role, resend, plain, json } = options;
  const rest = await tools.rest();
  const { invites, body } = resend
    ? await sendAgain(tools, rest, slug, emails)
    : await invite(rest, slug, emails, role);
  const until = invites[0]?.invite.expires_at.slice(0, 10);
  output.succeed(
    `${invites.length === 1 ? 'One person' : `${invites.length} people`} invited to ${slug}. The links work once each, until ${until}.`,
  );
  if (json) return output.json(body);
  // Not through the table: it would mask the links, which are secrets and what was asked for.
  const width = Math.max(...invites.map(({ invite: { email } }) => email.length));
  const lines = invites.map(({ invite: { email }, link }) =>
    plain ? link : `${printable(email).padEnd(width)}  ${link}`,
  );
  await output.result(lines.join('\n'));
}

async function invite(rest: Rest, slug: string, emails: string[], role: RoleName): Promise<Sent> {
  const { CreatedInvite, CreatedInvites } = await import('../members/schemas');
  const request = { method: 'POST', path: ['workspaces', slug, 'invites'], missing: noWorkspace(slug) } as const;
  const [email] = emails;
  if (emails.length === 1) {
    const { body, value } = await rest.send({ ...request, body: { email, role } }, CreatedInvite);
    return { invites: [value], body };
  }
  const { body, value } = await rest.send({ ...request, body: { emails, role } }, CreatedInvites);
  return { invites: value.invites, body };
}

/** A new link for each, one after the other; all of them have to be invited before any is sent. */
async function sendAgain({ output }: Tools, rest: Rest, slug: string, emails: string[]): Promise<Sent> {
  const { CreatedInvite } = await import('../members/schemas');
  const { items } = await readInvites(rest, slug, output);
  const kind = {
    noun: 'invite',
    names: (one: Invite) => [one.email],
    list: `aerostack workspace member list ${slug} --invites`,
  };
  const found = await Promise.all(emails.map((email) => findNamed(items, email.toLowerCase(), kind)));
  const invites: Sent['invites'] = [];
  const bodies: Record<string, unknown>[] = [];
  for (const { id } of found) {
    const request = { method: 'POST', path: ['workspaces', slug, 'invites', id, 'resend'] } as const;
    const { body, value } = await rest.send(request, CreatedInvite);
    invites.push(value);
    bodies.push(body);
  }
  const [only] = bodies;
  return { invites, body: bodies.length === 1 && only !== undefined ? only : { invites: bodies } };
}
