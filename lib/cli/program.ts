import { Command } from 'commander';
import { version } from '../../package.json';
import { addBridge } from './bridge';
import { addCompletion } from './completion';
import { addConnect } from './connect';
import { addDoctor } from './doctor';
import { describeHelp } from './help';
import { addImport } from './import';
import { addLogin } from './login';
import { addLogout } from './logout';
import { openTools } from './open-tools';
import type { Surroundings } from './run';
import { shareOptions } from './share-options';
import { addWhoami } from './whoami';
import { addWorkspaceCommands } from './workspace-commands';

const environment = `
Environment:
  AEROSTACK_URL      where Aerostack runs (default: the profile's, else http://127.0.0.1:3000)
  AEROSTACK_API_KEY  who you are, instead of aerostack login
  AEROSTACK_PROFILE  the profile that counts when --profile names none
  NO_COLOR           no colours

Files:
  ~/.aerostack/config.json  what aerostack login stored, by profile; yours alone

Exit codes: 0 ok, 1 failure, 2 usage, 3 not signed in, 4 not found, 5 rate-limited, 130 interrupted`;

/** The whole command line, ready to parse. It throws at its end instead of ending the process. */
export function createProgram(surroundings: Surroundings): Command {
  const program = new Command('aerostack')
    .description('Workspaces and tokens of an Aerostack MCP gateway.')
    .version(version, '--version', 'show the version')
    .helpOption('-h, --help', 'show help with examples')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ outputError: () => {} })
    .exitOverride();
  shareOptions(program, surroundings.output);
  describeHelp(
    program,
    ['aerostack login', 'aerostack workspace list', 'aerostack workspace token create --help'],
    environment,
  );
  const tools = openTools(surroundings, { version, profile: () => program.opts().profile });

  addLogin(program, tools);
  addLogout(program, tools);
  addWhoami(program, tools);
  addWorkspaceCommands(program, tools);
  addBridge(program, tools);
  addDoctor(program, tools);
  addConnect(program, tools);
  addImport(program, tools);
  addCompletion(program, tools);
  return program;
}
