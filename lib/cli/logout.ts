import type { Command } from 'commander';
import { CliError } from './cli-error';
import { endStoredKey } from './end-stored-key';
import { describeHelp } from './help';
import { chooseProfile, defaultProfile } from './settings';
import type { Tools } from './tools';

export function addLogout(parent: Command, tools: Tools): void {
  const command = parent.command('logout').description('Forget a profile, and end the API key that login made for it.');
  describeHelp(
    command,
    ['aerostack logout', 'aerostack logout --profile work'],
    '\nA key that you handed over yourself (login --api-key -) stays valid: end it under Account → API keys.',
  );
  command.action((options: { json?: true }) => logout(tools, options));
}

async function logout(tools: Tools, options: { json?: true }): Promise<void> {
  const { env, output } = tools;
  const { changeConfig, readConfig } = await import('./config-file');
  const { name, profile } = await chooseProfile(env, await readConfig(env), tools.profileOption());
  if (profile === undefined) throw new CliError('not_signed_in', `Nothing is stored under the profile ${name}.`);
  await changeConfig(env, (current) => {
    const { [name]: _, ...profiles } = current.profiles;
    const next = current.profile === name ? (Object.keys(profiles)[0] ?? defaultProfile) : current.profile;
    return { ...current, profile: next, profiles };
  });
  await endStoredKey(tools, profile);
  output.succeed(`Profile ${name} is forgotten.`);
  if (profile.api_key !== undefined && profile.api_key_id === undefined) {
    output.say(`Its key stays valid: end it at ${profile.url} under Account → API keys.`);
  }
  if (options.json) await output.json({ profile: name, url: profile.url });
}
