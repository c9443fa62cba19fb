import { z } from 'zod';
import { Email, Password, Person, PersonName } from '../account/schemas';
import { CreatedToken } from '../tokens/schemas';
import { roles, Workspace } from '../workspaces/schemas';

export const Member = z.object({
  id: z.uuid(),
  user: Person,
  email: z.string(),
  name: z.string(),
  role: z.enum(roles),
  joined_at: z.iso.datetime(),
  last_active_at: z.iso.datetime().nullable(),
  token_count: z.int(),
  call_count: z.int().nullable().meta({ description: 'In the last 30 days; null for whoever may not know.' }),
});
export type Member = z.infer<typeof Member>;
export const MemberList = z.object({ members: z.array(Member), next_cursor: z.string().nullable() });
export type MemberList = z.infer<typeof MemberList>;

export const TransferInput = z.strictObject({
  member_id: z.string().max(100).meta({ description: 'The member who becomes the owner.' }),
});
export type TransferInput = z.input<typeof TransferInput>;

export const ChangeRoleInput = z.strictObject({ role: z.enum(roles) });
export type ChangeRoleInput = z.input<typeof ChangeRoleInput>;

/** An invite that was accepted or revoked is in no list any more; `expired` ones are until somebody revokes or sends them again. */
export const inviteStatuses = ['pending', 'expired', 'accepted', 'revoked'] as const;
export type InviteStatus = (typeof inviteStatuses)[number];

export const Invite = z.object({
  id: z.uuid(),
  email: z.string(),
  role: z.enum(roles),
  status: z.enum(inviteStatuses),
  expires_at: z.iso.datetime(),
  invited_by: Person.nullable(),
  created_at: z.iso.datetime(),
  sent_at: z.iso.datetime().meta({ description: 'When the link was last made; every link before that one is dead.' }),
  sent_count: z.int(),
});
export type Invite = z.infer<typeof Invite>;
export const InviteList = z.object({ invites: z.array(Invite), next_cursor: z.string().nullable() });
export type InviteList = z.infer<typeof InviteList>;

/** How many people one request may invite. */
export const invitesAtOnce = 50;

/** One person, or several with the same role. */
export const CreateInviteInput = z
  .strictObject({
    email: Email.optional().meta({ description: 'One person; the answer is `{invite, link}`.' }),
    emails: z
      .array(Email)
      .min(1, 'Name at least one person.')
      .max(invitesAtOnce, `Invite at most ${invitesAtOnce} people at once.`)
      .optional()
      .meta({
        description: 'Several people instead: all are invited or none. The answer is `{invites: [{invite, link}]}`.',
      }),
    role: z.enum(roles),
  })
  .refine(({ email, emails }) => (email === undefined) !== (emails === undefined), {
    path: ['email'],
    message: 'Give either `email` or `emails`.',
  });
export type CreateInviteInput = z.input<typeof CreateInviteInput>;

export const CreatedInvite = z.object({
  invite: Invite,
  link: z.url().meta({ description: 'Works once, for this address. Returned by this answer and never again.' }),
});
export type CreatedInvite = z.infer<typeof CreatedInvite>;
export const CreatedInvites = z.object({ invites: z.array(CreatedInvite) });
export type CreatedInvites = z.infer<typeof CreatedInvites>;

const inviteToken = z
  .string()
  .min(1, 'Open the link from your invitation.')
  .max(200)
  .meta({ description: 'The last piece of the link, `mwi_…`.' });

export const LookAtInviteInput = z.strictObject({ invite_token: inviteToken });
export type LookAtInviteInput = z.input<typeof LookAtInviteInput>;

/** What whoever holds the link has to do next; `already_member` and `wrong_account` are said only to who is signed in. */
export const inviteStates = ['sign_up', 'sign_in', 'ready', 'wrong_account', 'already_member', 'expired'] as const;
export type InviteState = (typeof inviteStates)[number];

export const InviteView = z.object({
  workspace: z.object({ name: z.string(), slug: z.string() }),
  inviter: z.string().meta({ description: 'The name of who asks.' }),
  role: z.enum(roles),
  email_masked: z.string().meta({ description: '`b…@example.com`.' }),
  state: z.enum(inviteStates),
});
export type InviteView = z.infer<typeof InviteView>;

export const AcceptInviteInput = z.strictObject({
  invite_token: inviteToken,
  name: PersonName.optional().meta({ description: 'For whoever has no account yet, with `password`.' }),
  password: Password.optional(),
});
export type AcceptInviteInput = z.input<typeof AcceptInviteInput>;

export const AcceptedInvite = CreatedToken.extend({ workspace: Workspace });
export type AcceptedInvite = z.infer<typeof AcceptedInvite>;
