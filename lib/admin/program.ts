import { Command } from 'commander';
import { version } from '../../package.json';
import { describeHelp } from '../cli/help';
import { addChangeEmail } from './change-email';
import { addCompare } from './compare';
import { addCopy } from './copy';
import { addResetPassword } from './reset-password';
import type { Surroundings } from './run';
import { addVerifyAudit } from './verify-audit';

const environment = `
Environment, from the shell or from .env in the project's folder:
  DATABASE_URL        file:… is what is copied from, postgres://… what is copied to
  AEROSTACK_SECRET    as the server has it, where it is not in the folder of the database
  AEROSTACK_URL       where links lead
  AEROSTACK_DATA_DIR  the folder of the database and the secret (default: .data)
  PGPASSWORD          PostgreSQL's password, where the URL holds none; ~/.pgpass is read too
  NO_COLOR            no colours

Exit codes: 0 ok, 1 failure or difference, 2 usage`;

/** The whole command line, ready to parse. It throws at its end instead of ending the process. */
export function createProgram(surroundings: Surroundings): Command {
  const { output } = surroundings;
  const program = new Command('aerostack-admin')
    .description('What an operator does beside an Aerostack server, on its own machine.')
    .version(version, '--version', 'show the version')
    .helpOption('-h, --help', 'show help with examples')
    .option('--debug', 'say more on stderr: the causes of a failure')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ outputError: () => {} })
    .exitOverride()
    .hook('preAction', (_, action) => output.showDebug(action.optsWithGlobals().debug === true));
  describeHelp(
    program,
    [
      'aerostack-admin copy --to postgres://aerostack@db.internal/aerostack',
      'aerostack-admin reset-password ada@example.com',
    ],
    environment,
  );
  addCopy(program, surroundings);
  addCompare(program, surroundings);
  addVerifyAudit(program, surroundings);
  addResetPassword(program, surroundings);
  addChangeEmail(program, surroundings);
  return program;
}
