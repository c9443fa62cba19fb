import type { Command } from 'commander';
import { addAddServer } from './add-server';
import { addChangeRole } from './change-role';
import { addCreateToken } from './create-token';
import { addCreateWorkspace } from './create-workspace';
import { addDeleteWorkspace } from './delete-workspace';
import { addDisableServer } from './disable-server';
import { addEnableServer } from './enable-server';
import { addExplainToken } from './explain-token';
import { describeHelp } from './help';
import { addInviteMembers } from './invite-members';
import { addListAudit } from './list-audit';
import { addListCalls } from './list-calls';
import { addListMembers } from './list-members';
import { addListServers } from './list-servers';
import { addListTokens } from './list-tokens';
import { addListWorkspaces } from './list-workspaces';
import { addPauseToken } from './pause-token';
import { addRefreshServer } from './refresh-server';
import { addRemoveMember } from './remove-member';
import { addRemoveServer } from './remove-server';
import { addResumeToken } from './resume-token';
import { addRevokeToken } from './revoke-token';
import { addRotateToken } from './rotate-token';
import { addShowToken } from './show-token';
import { addShowUsage } from './show-usage';
import { addShowWorkspace } from './show-workspace';
import { addTestServer } from './test-server';
import { addTestWorkspace } from './test-workspace';
import type { Tools } from './tools';
import { addUseWorkspace } from './use-workspace';

type AddCommand = (parent: Command, tools: Tools) => void;

/** `aerostack workspace …`: what the REST API does with workspaces and what is in them. */
export function addWorkspaceCommands(program: Command, tools: Tools): void {
  const workspace = program.command('workspace').description('Workspaces: one gateway URL each.');
  describeHelp(workspace, [
    'aerostack workspace create "My Workspace"',
    'aerostack workspace list',
    'aerostack workspace calls my-workspace --follow',
  ]);
  const own = [
    addListWorkspaces,
    addCreateWorkspace,
    addUseWorkspace,
    addShowWorkspace,
    addTestWorkspace,
    addDeleteWorkspace,
  ];
  const watching = [addShowUsage, addListCalls, addListAudit];
  for (const add of [...own, ...watching]) add(workspace, tools);
  for (const { noun, description, examples, verbs } of nouns) {
    const command = workspace.command(noun).description(description);
    describeHelp(command, examples);
    for (const add of verbs) add(command, tools);
  }
}

const nouns: { noun: string; description: string; examples: string[]; verbs: AddCommand[] }[] = [
  {
    noun: 'server',
    description: 'Servers: the MCP servers whose tools a workspace offers.',
    examples: [
      'aerostack workspace server add my-workspace https://mcp.example.com/mcp --name Tracker --bearer-env TRACKER_TOKEN',
      'aerostack workspace server list my-workspace',
      'aerostack workspace server test my-workspace tracker',
    ],
    verbs: [
      addAddServer,
      addListServers,
      addTestServer,
      addRefreshServer,
      addEnableServer,
      addDisableServer,
      addRemoveServer,
    ],
  },
  {
    noun: 'token',
    description: 'Tokens: what clients call a workspace’s gateway URL with.',
    examples: [
      'aerostack workspace token create my-workspace --name "CI Bot" --expires-in 86400',
      'aerostack workspace token list my-workspace',
      'aerostack workspace token revoke my-workspace TOKEN_ID',
    ],
    verbs: [
      addCreateToken,
      addListTokens,
      addShowToken,
      addExplainToken,
      addRotateToken,
      addPauseToken,
      addResumeToken,
      addRevokeToken,
    ],
  },
  {
    noun: 'member',
    description: 'Members: who belongs to a workspace, and who is invited to it.',
    examples: [
      'aerostack workspace member invite my-workspace ada@example.com grace@example.com',
      'aerostack workspace member list my-workspace',
      'aerostack workspace member role my-workspace grace@example.com admin',
    ],
    verbs: [addInviteMembers, addListMembers, addChangeRole, addRemoveMember],
  },
];
