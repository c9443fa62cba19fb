import type { Client } from '../connect/client';
import { isOpenToOthers } from './client-file';
import { shortPath } from './client-places';
import type { Plan } from './connect-plan';
import type { Target } from './connect-target';
import type { Tools } from './tools';

/** What came of connecting one client. */
export interface Connected {
  backup: string | null;
  isSame: boolean;
  /** The token that was made for it. */
  made: { id: string; name: string } | null;
}

/** Says what was written, how to undo it and what comes next. */
export async function reportConnection(
  { output, env }: Tools,
  { client, path, variable, isInstalled }: Plan,
  { slug }: Target,
  result: Connected,
): Promise<void> {
  const file = shortPath(path, env);
  if (result.isSame) return output.succeed(`${client.label} is connected to ${slug} already: ${file}`);
  output.succeed(`${client.label} is connected to ${slug}: ${file}`);
  if (result.backup !== null) output.say(`  Before: ${shortPath(result.backup, env)}`);
  if (result.made !== null)
    output.say(
      `  Token:  “${result.made.name}”; to end it: aerostack workspace token revoke ${slug} ${result.made.id}`,
    );
  if (variable !== null) output.say(`  Token:  ${client.label} reads it from ${whereVariable(client, variable)}.`);
  else if (await isOpenToOthers(path))
    output.say(`  Others on this machine can read the file, and the token: chmod 600 ${file}`);
  if (!isInstalled) output.say(`  ${client.label} was not found on this machine.`);
  output.say(`  Next:   ${client.next}`);
}

const whereVariable = ({ reference }: Client, variable: string) =>
  reference?.(variable, '').startsWith(`\${input:`)
    ? 'you, when it starts the server for the first time'
    : `${variable}, which must be set where it starts`;
