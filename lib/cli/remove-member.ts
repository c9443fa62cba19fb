import type { Command } from 'commander';
import { confirm } from './confirm';
import { memberArgument, memberKind, readMembers } from './find-member';
import { findNamed } from './find-named';
import { describeHelp, workspaceArgument } from './help';
import { readInvites } from './read-invites';
import type { Rest } from './rest-client';
import type { Tools } from './tools';

interface Options {
  yes?: true;
  json?: true;
}

interface Target {
  path: string[];
  question: string;
  done: string;
}

export function addRemoveMember(parent: Command, tools: Tools): void {
  const command = parent
    .command('remove')
    .description(
      'Remove a member, or take an invite back. Their tokens are refused at once, and the links that they sent out are dead.',
    )
    .argument(...workspaceArgument)
    .argument(...memberArgument)
    .option('--yes', 'do not ask; for scripts');
  describeHelp(command, [
    'aerostack workspace member remove my-workspace grace@example.com',
    'aerostack workspace member remove my-workspace grace@example.com --yes',
  ]);
  command.action((slug: string, asked: string, options: Options) => removeMember(tools, slug, asked, options));
}

async function removeMember(tools: Tools, slug: string, asked: string, { yes, json }: Options): Promise<void> {
  const { z } = await import('zod');
  const rest = await tools.rest();
  const { path, question, done } = await findTarget(tools, rest, slug, asked);
  await confirm(tools, question, yes);
  const { body } = await rest.send({ method: 'DELETE', path }, z.unknown());
  tools.output.succeed(done);
  if (json) await tools.output.json(body);
}

/** A member, else somebody who is invited and has not accepted yet. */
async function findTarget({ output }: Tools, rest: Rest, slug: string, asked: string): Promise<Target> {
  const { items: members } = await readMembers(rest, slug, output);
  const isMember = members.some(({ id, email, name }) => [id, email, name].includes(asked));
  const invite = isMember ? undefined : await findInvite(rest, slug, asked, output);
  if (invite !== undefined) {
    return {
      path: ['workspaces', slug, 'invites', invite.id],
      question: `Take back the invite of ${invite.email} to ${slug}?`,
      done: `The invite of ${invite.email} is taken back: its link is dead.`,
    };
  }
  const { id, name, email } = await findNamed(members, asked, memberKind(slug));
  return {
    path: ['workspaces', slug, 'members', id],
    question: `Remove ${name} (${email}) from ${slug}, and end their tokens?`,
    done: `${name} (${email}) removed from ${slug}: every request with a token of theirs is refused.`,
  };
}

/** Who may not see the invites takes none back either. */
async function findInvite(rest: Rest, slug: string, email: string, output: Tools['output']) {
  const invites = await readInvites(rest, slug, output).catch(() => null);
  return invites?.items.find((one) => one.email === email.toLowerCase());
}
