import { z } from 'zod';
import {
  Account,
  ApiKeyList,
  AskDeviceLoginInput,
  AskedDeviceLogin,
  AskPasswordResetInput,
  ChangeEmailInput,
  ChangePasswordInput,
  CollectDeviceLoginInput,
  CollectedDeviceLogin,
  ConfirmEmailInput,
  CreateApiKeyInput,
  CreatedApiKey,
  DecideDeviceLoginInput,
  DeleteAccountInput,
  DeviceLogin,
  EndedSessions,
  HandedLink,
  IdentityList,
  LookAtDeviceLoginInput,
  Person,
  SessionList,
  SetupInput,
  SetupResult,
  Taken,
  UpdateAccountInput,
  UsePasswordResetInput,
} from '../account/schemas';
import { AuditExportRow, AuditFilter, AuditList, AuditQuery } from '../audit/schemas';
import { CallDetails, CallExportRow, CallFilters, CallList, CallQuery } from '../calls/schemas';
import { GithubFeedback, GithubMatches, LeaksReport, ReportLeaksInput } from '../leaks/schemas';
import { OutboxList } from '../mail/schemas';
import {
  AcceptedInvite,
  AcceptInviteInput,
  ChangeRoleInput,
  CreatedInvite,
  CreatedInvites,
  CreateInviteInput,
  InviteList,
  InviteView,
  LookAtInviteInput,
  Member,
  MemberList,
  TransferInput,
} from '../members/schemas';
import { PageQuery } from '../page';
import {
  CreateServerInput,
  PromptList,
  ResourceList,
  Server,
  ServerList,
  ToolList,
  UpdateRecordingInput,
  UpdateServerInput,
} from '../servers/schemas';
import {
  CreatedToken,
  CreateTokenInput,
  FindTokenInput,
  RevokedTokens,
  RevokeTokensInput,
  RotateTokenInput,
  Token,
  TokenExplanation,
  TokenList,
  TokenListQuery,
  UpdateTokenInput,
} from '../tokens/schemas';
import { Usage, UsageExportRow, UsageFilters, UsageOverview, UsageQuery } from '../usage/schemas';
import { CreateWorkspaceInput, Me, UpdateWorkspaceInput, Workspace, WorkspaceList } from '../workspaces/schemas';
import { endpoint, exportEndpoint, publicEndpoint } from './endpoint';

/**
 * The REST API, line by line. Routes take their schemas and status from here, and so does `/api/v1/openapi.json`:
 * what is served and what is documented cannot differ.
 */
export const endpoints = {
  setUp: publicEndpoint(
    'POST /setup',
    'Make the first user. The code is in the link that the server prints while nobody exists.',
    201,
    { input: SetupInput, output: SetupResult },
  ),
  readOpenApi: publicEndpoint('GET /openapi.json', 'This document.', 200, {
    output: z.record(z.string(), z.unknown()),
  }),
  reportLeaks: publicEndpoint(
    'POST /leaked-tokens/revoke',
    'Report tokens, API keys or invites that were found in the open: they are ended. The answer is the same whatever is sent.',
    202,
    { input: ReportLeaksInput, output: LeaksReport },
  ),
  reportFromGithub: publicEndpoint(
    'POST /leaked-tokens/github',
    'Where GitHub’s secret scanning reports to. Only bodies that GitHub signed are taken.',
    200,
    { input: GithubMatches, output: GithubFeedback },
  ),
  lookAtInvite: publicEndpoint(
    'POST /invites/look',
    'What an invite asks, and what is needed to accept it. Changes nothing.',
    200,
    { input: LookAtInviteInput, output: InviteView },
  ),
  acceptInvite: publicEndpoint(
    'POST /invites/accept',
    'Become a member, as who you are signed in as or with a new account. The answer holds a token of your own, once.',
    201,
    { input: AcceptInviteInput, output: AcceptedInvite },
  ),
  askPasswordReset: publicEndpoint(
    'POST /password-resets',
    'Ask for a link that sets a new password. It is mailed to the account of this address, if there is one; the answer is the same.',
    202,
    { input: AskPasswordResetInput, output: Taken },
  ),
  usePasswordReset: publicEndpoint(
    'POST /password-resets/use',
    'Set a new password by a link. All sessions of the account end; its API keys stay.',
    204,
    { input: UsePasswordResetInput },
  ),
  askDeviceLogin: publicEndpoint(
    'POST /device-logins',
    'Begin the login of a program that has no browser. It waits ten minutes for a person who approves it.',
    201,
    { input: AskDeviceLoginInput, output: AskedDeviceLogin },
  ),
  collectDeviceLogin: publicEndpoint(
    'POST /device-logins/token',
    'Ask what has become of a login. Once it is approved the answer holds a new API key, once.',
    200,
    { input: CollectDeviceLoginInput, output: CollectedDeviceLogin },
  ),
  lookAtDeviceLogin: endpoint(
    'POST /device-logins/look',
    'What asks to act for you under a code. Changes nothing.',
    200,
    {
      input: LookAtDeviceLoginInput,
      output: DeviceLogin,
    },
  ),
  decideDeviceLogin: endpoint('POST /device-logins/decide', 'Approve or deny a login by its code.', 204, {
    input: DecideDeviceLoginInput,
  }),
  readMe: endpoint('GET /me', 'Who you are, and your workspaces.', 200, { output: Me }),

  readAccount: endpoint('GET /account', 'Your account.', 200, { output: Account }),
  updateAccount: endpoint('PATCH /account', 'Change your name.', 200, { input: UpdateAccountInput, output: Account }),
  changePassword: endpoint(
    'POST /account/password',
    'Change your password. Every other session of yours ends; your API keys stay.',
    204,
    { input: ChangePasswordInput },
  ),
  changeEmail: endpoint(
    'POST /account/email',
    'Ask for another address. Nothing changes before the link that is mailed there is confirmed.',
    202,
    { input: ChangeEmailInput, output: Taken },
  ),
  confirmEmail: endpoint('POST /account/email/confirm', 'Confirm the address that a link was mailed to.', 200, {
    input: ConfirmEmailInput,
    output: Person,
  }),
  deleteAccount: endpoint(
    'POST /account/delete',
    'Delete your account: memberships, tokens, API keys and sessions end at once.',
    204,
    { input: DeleteAccountInput },
  ),
  listOutbox: endpoint(
    'GET /outbox',
    'The mails that were not sent, where no mail server is set and only this machine can reach the server. For whoever set it up.',
    200,
    { output: OutboxList },
  ),
  listApiKeys: endpoint('GET /account/api-keys', 'Your API keys, newest first.', 200, {
    query: PageQuery,
    output: ApiKeyList,
  }),
  createApiKey: endpoint('POST /account/api-keys', 'Make an API key. The answer holds it once and never again.', 201, {
    input: CreateApiKeyInput,
    output: CreatedApiKey,
  }),
  deleteApiKey: endpoint('DELETE /account/api-keys/{id}', 'End an API key at once.', 204),
  listSessions: endpoint('GET /account/sessions', 'Where you are signed in, newest first.', 200, {
    query: PageQuery,
    output: SessionList,
  }),
  endOtherSessions: endpoint('POST /account/sessions/end-others', 'Sign out everywhere else, at once.', 200, {
    output: EndedSessions,
  }),
  endSession: endpoint('DELETE /account/sessions/{id}', 'Sign out there, at once.', 204),

  listIdentities: endpoint(
    'GET /account/identities',
    'How you can sign in: linked accounts at sign-in providers, newest first, and whether you have a password.',
    200,
    { query: PageQuery, output: IdentityList },
  ),
  unlinkIdentity: endpoint(
    'DELETE /account/identities/{id}',
    'Unlink an account at a sign-in provider. The last way in stays.',
    204,
  ),

  listWorkspaces: endpoint('GET /workspaces', 'Your workspaces, oldest first.', 200, {
    query: PageQuery,
    output: WorkspaceList,
  }),
  createWorkspace: endpoint(
    'POST /workspaces',
    'Make a workspace; you become its owner. Without a slug one is made from the name.',
    201,
    { input: CreateWorkspaceInput, output: Workspace },
  ),
  getWorkspace: endpoint('GET /workspaces/{slug}', 'One workspace.', 200, { output: Workspace }),
  updateWorkspace: endpoint('PATCH /workspaces/{slug}', 'Change name or description.', 200, {
    input: UpdateWorkspaceInput,
    output: Workspace,
  }),
  transferOwnership: endpoint(
    'POST /workspaces/{slug}/transfer',
    'Make another member the owner, and yourself an admin.',
    200,
    { input: TransferInput, output: Workspace },
  ),
  deleteWorkspace: endpoint('DELETE /workspaces/{slug}', 'Remove a workspace with its servers and tokens.', 204),

  listServers: endpoint('GET /workspaces/{slug}/servers', 'The MCP servers of a workspace.', 200, {
    query: PageQuery,
    output: ServerList,
  }),
  createServer: endpoint(
    'POST /workspaces/{slug}/servers',
    'Add an MCP server. It is connected to and its tools are read before the answer, which takes 10 s at most.',
    201,
    { input: CreateServerInput, output: Server },
  ),
  getServer: endpoint('GET /workspaces/{slug}/servers/{id}', 'One server.', 200, { output: Server }),
  updateServer: endpoint(
    'PATCH /workspaces/{slug}/servers/{id}',
    'Change a server. Credentials that are not sent stay as they are.',
    200,
    { input: UpdateServerInput, output: Server },
  ),
  updateRecording: endpoint(
    'PATCH /workspaces/{slug}/servers/{id}/recording',
    'Keep arguments and results of calls to a server, or keep them no longer and remove what was kept.',
    200,
    { input: UpdateRecordingInput, output: Server },
  ),
  deleteServer: endpoint('DELETE /workspaces/{slug}/servers/{id}', 'Remove a server and its tools.', 204),
  refreshServer: endpoint(
    'POST /workspaces/{slug}/servers/{id}/refresh',
    'Connect to a server now and read its tools again.',
    200,
    { output: Server },
  ),
  listTools: endpoint('GET /workspaces/{slug}/tools', 'The tools of all servers, by the names that clients see.', 200, {
    query: PageQuery,
    output: ToolList,
  }),
  listPrompts: endpoint(
    'GET /workspaces/{slug}/prompts',
    'The prompts of all servers, by the names that clients see.',
    200,
    { query: PageQuery, output: PromptList },
  ),
  listResources: endpoint(
    'GET /workspaces/{slug}/resources',
    'The resources and resource templates of all servers.',
    200,
    { query: PageQuery, output: ResourceList },
  ),

  listTokens: endpoint(
    'GET /workspaces/{slug}/tokens',
    'The tokens of a workspace, of every status, newest first.',
    200,
    { query: TokenListQuery, output: TokenList },
  ),
  createToken: endpoint(
    'POST /workspaces/{slug}/tokens',
    'Make a token. The answer holds it once and never again, with the block for a client’s configuration.',
    201,
    { input: CreateTokenInput, output: CreatedToken },
  ),
  getToken: endpoint('GET /workspaces/{slug}/tokens/{id}', 'One token.', 200, { output: Token }),
  updateToken: endpoint(
    'PATCH /workspaces/{slug}/tokens/{id}',
    'Rename a token, or change what it is narrowed to. A new scope counts for the next request.',
    200,
    { input: UpdateTokenInput, output: Token },
  ),
  revokeToken: endpoint(
    'POST /workspaces/{slug}/tokens/{id}/revoke',
    'End a token for good. Once this has answered, no request with it succeeds.',
    200,
    { output: Token },
  ),
  revokeTokens: endpoint(
    'POST /workspaces/{slug}/tokens/revoke',
    'End several tokens for good: all of them, or none when one is not of this workspace.',
    200,
    { input: RevokeTokensInput, output: RevokedTokens },
  ),
  rotateToken: endpoint(
    'POST /workspaces/{slug}/tokens/{id}/rotate',
    'Make a token that takes the place of another. The old one ends at once, or after a grace.',
    201,
    { input: RotateTokenInput, output: CreatedToken },
  ),
  pauseToken: endpoint(
    'POST /workspaces/{slug}/tokens/{id}/pause',
    'Keep a token from opening anything until it is resumed, at once.',
    200,
    { output: Token },
  ),
  resumeToken: endpoint('POST /workspaces/{slug}/tokens/{id}/resume', 'Let a paused token work again.', 200, {
    output: Token,
  }),
  findToken: endpoint(
    'POST /workspaces/{slug}/tokens/find',
    'Find the token whose SHA-256 this is, without sending the token.',
    200,
    { input: FindTokenInput, output: Token },
  ),
  explainToken: endpoint(
    'GET /workspaces/{slug}/tokens/{id}/explain',
    'Which tools a token sees, and why it does not see the others.',
    200,
    { query: PageQuery, output: TokenExplanation },
  ),
  listMembers: endpoint('GET /workspaces/{slug}/members', 'The members of a workspace.', 200, {
    query: PageQuery,
    output: MemberList,
  }),
  changeRole: endpoint('PATCH /workspaces/{slug}/members/{id}', 'Give a member another role.', 200, {
    input: ChangeRoleInput,
    output: Member,
  }),
  removeMember: endpoint(
    'DELETE /workspaces/{slug}/members/{id}',
    'Remove a member, or leave. Once this has answered, no request with a token of theirs succeeds.',
    204,
  ),
  issuePasswordReset: endpoint(
    'POST /workspaces/{slug}/members/{id}/password-reset',
    'A link that sets a member’s password, to hand over where no mail is sent. For who owns every workspace of theirs.',
    201,
    { output: HandedLink },
  ),
  listInvites: endpoint('GET /workspaces/{slug}/invites', 'The invites that nobody accepted yet, newest first.', 200, {
    query: PageQuery,
    output: InviteList,
  }),
  createInvites: endpoint(
    'POST /workspaces/{slug}/invites',
    'Invite one person by `email`, or several by `emails`. The answer holds each link once and never again.',
    201,
    { input: CreateInviteInput, output: z.union([CreatedInvite, CreatedInvites]) },
  ),
  revokeInvite: endpoint(
    'DELETE /workspaces/{slug}/invites/{id}',
    'Take an invite back: its link is dead at once.',
    204,
  ),
  resendInvite: endpoint(
    'POST /workspaces/{slug}/invites/{id}/resend',
    'Send an invite again with a new link, for seven more days. The link before is dead at once.',
    200,
    { output: CreatedInvite },
  ),
  listAudit: endpoint(
    'GET /workspaces/{slug}/audit',
    'Who changed what, newest first. Entries are never changed or deleted.',
    200,
    { query: AuditQuery, output: AuditList },
  ),
  exportAudit: exportEndpoint('GET /workspaces/{slug}/audit/export', 'The same entries as a file, all of them.', {
    query: AuditFilter,
    output: z.array(AuditExportRow),
  }),

  getUsage: endpoint(
    'GET /workspaces/{slug}/usage',
    'How the workspace is used, by member, token, tool, server, hour or day: your own part, or with the role for it everybody’s.',
    200,
    { query: UsageQuery, output: Usage },
  ),
  getUsageOverview: endpoint(
    'GET /workspaces/{slug}/usage/overview',
    'The same for today, this week and this month.',
    200,
    {
      output: UsageOverview,
    },
  ),
  exportUsage: exportEndpoint(
    'GET /workspaces/{slug}/usage/export',
    'The groups of such a question as a file, all of them.',
    {
      query: UsageFilters,
      output: z.array(UsageExportRow),
    },
  ),

  listCalls: endpoint(
    'GET /workspaces/{slug}/calls',
    'The calls that you may read, newest first: your own, or with the role for it everybody’s.',
    200,
    { query: CallQuery, output: CallList },
  ),
  getCall: endpoint('GET /workspaces/{slug}/calls/{id}', 'One call, and what is recorded of it.', 200, {
    output: CallDetails,
  }),
  exportCalls: exportEndpoint(
    'GET /workspaces/{slug}/calls/export',
    'The same calls as a file, all of them, as they are read.',
    { query: CallFilters, output: z.array(CallExportRow) },
  ),
};
