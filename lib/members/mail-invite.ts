import type { Ctx } from '../access/ctx';
import type { CreatedInvite } from './schemas';

/** Sends somebody their link. It is on its way when this returns; without a mail server whoever invited passes the link on. */
export function mailInvite(ctx: Pick<Ctx, 'mail'>, workspace: { name: string }, { invite, link }: CreatedInvite): void {
  const inviter = invite.invited_by?.name ?? 'Somebody';
  const lines = [
    'Hello,',
    '',
    `${inviter} invites you to the workspace ${workspace.name}. There your AI clients reach all of its MCP servers at one address,`,
    'with a token of your own.',
    '',
    link,
    '',
    `The link works once, for ${invite.email}, until ${invite.expires_at.slice(0, 16).replace('T', ' ')} UTC.`,
    'If you do not know what this is about, do nothing: nothing happens then.',
    '',
  ];
  void ctx.mail.send({
    to: invite.email,
    subject: `${inviter} invites you to ${workspace.name}`,
    text: lines.join('\n'),
  });
}
