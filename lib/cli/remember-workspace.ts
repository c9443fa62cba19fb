import { CliError } from './cli-error';
import { type Config, changeConfig, readConfig } from './config-file';
import type { Tools } from './tools';

/**
 * From now on commands mean this workspace when none is named, with the profile that counts.
 * @throws CliError `not_signed_in` where there is no such profile: a key from the environment has none to remember anything in.
 */
export async function rememberWorkspace(
  { env, settings }: Pick<Tools, 'env' | 'settings'>,
  slug: string,
): Promise<void> {
  const { profile: name, origin } = await settings();
  const profileIn = ({ profiles }: Config) => {
    const profile = Object.hasOwn(profiles, name) ? profiles[name] : undefined;
    if (profile !== undefined && profile.url === origin) return profile;
    throw new CliError(
      'not_signed_in',
      `There is no profile for ${origin} to remember it in. Sign in (aerostack login), or name the workspace in each command.`,
    );
  };
  // Before the folder is made, which a refusal must not leave behind.
  profileIn(await readConfig(env));
  await changeConfig(env, (config) => ({
    ...config,
    profiles: { ...config.profiles, [name]: { ...profileIn(config), workspace: slug } },
  }));
}

/** A workspace that is gone is meant by no command any more. */
export async function forgetWorkspace({ env, settings }: Pick<Tools, 'env' | 'settings'>, slug: string): Promise<void> {
  const { profile: name, workspace } = await settings();
  if (workspace !== slug) return;
  await changeConfig(env, (config) => {
    const profile = Object.hasOwn(config.profiles, name) ? config.profiles[name] : undefined;
    if (profile?.workspace !== slug) return config;
    const { workspace: _, ...rest } = profile;
    return { ...config, profiles: { ...config.profiles, [name]: rest } };
  });
}
