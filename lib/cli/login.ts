import type { Command } from 'commander';
import type { Profile } from './config-schema';
import { endStoredKey } from './end-stored-key';
import { describeHelp } from './help';
import { nameProfile } from './settings';
import type { Tools } from './tools';

interface Options {
  url?: string;
  apiKey?: string;
  browser: boolean;
  json?: true;
}

export function addLogin(parent: Command, tools: Tools): void {
  const command = parent
    .command('login')
    .description('Sign this machine in: approve a code in the browser, or hand over an API key on stdin.')
    .option('--url <url>', 'where Aerostack runs (default: AEROSTACK_URL, else where this profile was signed in)')
    .option('--api-key <->', 'take an API key from stdin instead: the only value is -')
    .option('--no-browser', 'open no browser, only say where to go');
  const more = `
Keeps a key in ~/.aerostack/config.json, which only you can read. The profile becomes the one that commands mean;
--profile or AEROSTACK_PROFILE names another. The key is an ordinary one: it is listed, and can be ended, in the
dashboard under Account → API keys.`;
  describeHelp(
    command,
    [
      'aerostack login',
      'aerostack login --url https://mcp.example.com --profile work',
      'pass show aerostack | aerostack login --api-key -',
    ],
    more,
  );
  command.action((options: Options) => login(tools, options));
}

async function login(tools: Tools, { url, apiKey, browser, json }: Options): Promise<void> {
  const { env, output } = tools;
  const { changeConfig, configPath, readConfig } = await import('./config-file');
  const config = await readConfig(env);
  const { name } = nameProfile(env, config, tools.profileOption());
  const before = Object.hasOwn(config.profiles, name) ? config.profiles[name] : undefined;
  const { chooseOrigin, identifyByKey, identifyByDevice } = await import('./sign-in');
  const origin = await chooseOrigin(tools, url, before?.url);
  const { user, ...key } =
    apiKey === undefined ? await identifyByDevice(tools, origin, browser) : await identifyByKey(tools, origin, apiKey);

  const kept: Partial<Profile> = before?.url === origin ? before : {};
  const { api_key: _, api_key_id: __, ...rest } = kept;
  const profile: Profile = { ...rest, url: origin, ...key };
  await changeConfig(env, (current) => ({
    ...current,
    profile: name,
    profiles: { ...current.profiles, [name]: profile },
  }));
  if (before !== undefined && before.api_key !== key.api_key) await endStoredKey(tools, before);
  output.succeed(
    `Signed in to ${origin} as ${user.name} (${user.email}), profile ${name}, kept in ${configPath(env)}.`,
  );
  if (env.AEROSTACK_API_KEY) output.say('AEROSTACK_API_KEY is set here: as long as it is, it counts instead.');
  if (json) await output.json({ profile: name, url: origin, user });
}
