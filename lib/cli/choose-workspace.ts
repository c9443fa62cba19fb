import { CliError } from './cli-error';
import type { Tools } from './tools';

export const optionalWorkspace = ['[workspace]', 'its slug (default: the one of aerostack workspace use)'] as const;

/** The workspace that is named, else the one that was chosen for all commands. @throws CliError `usage` when there is neither. */
export async function chooseWorkspace(
  { settings }: Pick<Tools, 'settings'>,
  named: string | undefined,
): Promise<string> {
  const slug = named ?? (await settings()).workspace;
  if (slug !== undefined) return slug;
  throw new CliError(
    'usage',
    "The argument 'workspace' is missing. Name one, or choose one for all commands: aerostack workspace use <workspace>. Add --help for usage and examples.",
  );
}
