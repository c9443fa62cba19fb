import type { Command } from 'commander';
import type { ServerAuthInput } from '../servers/schemas';
import { CliError } from './cli-error';
import { collect } from './collect';
import { readSecrets } from './read-secrets';
import type { Tools } from './tools';

export interface AuthOptions {
  bearer?: true;
  bearerEnv?: string;
  header?: string[];
  headerEnv?: string[];
}

/** How a server is signed in to. No value of it ever stands in the command line. */
export const withAuthOptions = (command: Command): Command =>
  command
    .option('--bearer', 'send a bearer token, read from stdin')
    .option('--bearer-env <VARIABLE>', 'send a bearer token, read from this environment variable')
    .option('--header <Name>', 'send a header, its value read from stdin; may be repeated, a line for each', collect)
    .option(
      '--header-env <Name=VARIABLE>',
      'send a header, its value read from this environment variable; may be repeated',
      collect,
    );

/** @returns undefined where no option asks for any. @throws CliError `usage`, which never repeats what may be a secret. */
export async function readAuth(tools: Tools, options: AuthOptions): Promise<ServerAuthInput | undefined> {
  const { bearer, bearerEnv, header = [], headerEnv = [] } = options;
  const hasHeaders = header.length + headerEnv.length > 0;
  if (hasHeaders && (bearer || bearerEnv !== undefined)) throw usage('Give a bearer token or headers, not both.');
  if (bearer && bearerEnv !== undefined) throw usage('Give --bearer or --bearer-env, not both.');
  if (bearerEnv !== undefined) return { type: 'bearer', token: fromEnv(tools.env, bearerEnv, '--bearer-env') };
  if (bearer) {
    const [token = ''] = await readSecrets(tools, ['the bearer token']);
    return { type: 'bearer', token };
  }
  if (!hasHeaders) return undefined;
  if (header.some((name) => /[:=\s]/.test(name))) {
    throw usage(
      'Give --header the name only: its value does not belong on a command line, and is read from stdin (or see --header-env).',
    );
  }
  const fromEnvironment = headerEnv.map((pair) => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at), fromEnv(tools.env, at === -1 ? '' : pair.slice(at + 1), '--header-env')] as const;
  });
  const values = await readSecrets(tools, header);
  const fromStdin = header.map((name, i) => [name, values[i] ?? ''] as const);
  return { type: 'headers', headers: Object.fromEntries([...fromStdin, ...fromEnvironment]) };
}

/** What was given as a name may be the secret itself: no message repeats it. */
function fromEnv(env: Tools['env'], name: string, option: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    const form = option === '--header-env' ? ' Name=VARIABLE, with' : '';
    throw usage(`Give ${option}${form} the name of an environment variable, not the value itself.`);
  }
  const value = env[name]?.trim();
  if (value) return value;
  throw usage(`The environment variable that ${option} names is not set, or empty. Export it first.`);
}

const usage = (message: string) => new CliError('usage', message);
