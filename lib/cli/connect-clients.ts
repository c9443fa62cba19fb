import type { Client } from '../connect/client';
import { CliError } from './cli-error';
import { editClientFile, readClientFile } from './client-file';
import { shortPath } from './client-places';
import { endToken, findToken, makeToken } from './client-token';
import type { ConnectOptions } from './connect-options';
import { type Plan, planConnection, tokenToCome } from './connect-plan';
import { readTarget, type Target } from './connect-target';
import { reportConnection } from './report-connection';
import { describeEdit } from './show-diff';
import type { Tools } from './tools';

/** What was done for one client, as `--json` has it. */
interface Done {
  client: string;
  scope: string;
  file: string;
  action: 'written' | 'unchanged' | 'planned';
  backup: string | null;
  /** The token that was made for it. */
  token: { id: string; name: string } | null;
  /** What would change, without a secret in it. */
  diff: string | null;
}

/** Writes the configuration of each client, or shows what it would be. All files are looked at before the first is changed. */
export async function connectClients(tools: Tools, clients: Client[], options: ConnectOptions): Promise<void> {
  const target = await readTarget(tools, options);
  const plans: Plan[] = [];
  for (const client of clients) plans.push(await planConnection(tools, client, target, options));
  refuseShared(plans, tools);
  const done: Done[] = [];
  try {
    for (const plan of plans) done.push(await (options.dryRun ? showPlan : carryOut)(tools, plan, target, options));
  } catch (error) {
    if (done.length > 0) tools.output.say(`Done before that: ${done.map(({ client }) => client).join(', ')}.`);
    throw error;
  }
  if (options.json) await tools.output.json({ workspace: target.slug, gateway_url: target.url, clients: done });
}

/** Two clients may read one file; one entry serves both. */
function refuseShared(plans: Plan[], { env }: Tools): void {
  for (const [i, { client, path }] of plans.entries()) {
    const other = plans
      .slice(0, i)
      .find((plan) => plan.path === path && plan.client.servers.join() === client.servers.join());
    if (other !== undefined)
      throw new CliError(
        'usage',
        `${other.client.label} and ${client.label} both read ${shortPath(path, env)}. Name one of them.`,
      );
  }
}

async function showPlan(tools: Tools, plan: Plan, target: Target, options: ConnectOptions): Promise<Done> {
  const { client, path } = plan;
  const before = await readClientFile(path);
  const after = plan.edit(before ?? '', (await knownToken(tools, plan, target)) ?? tokenToCome);
  const isSame = after === (before ?? '');
  const diff = isSame ? null : await describeEdit(path, client, before, after);
  if (diff === null) tools.output.say(`${client.label}: ${shortPath(path, tools.env)} would stay as it is.`);
  else if (!options.json) await tools.output.result(diff);
  const action = isSame ? 'unchanged' : 'planned';
  return { client: client.id, scope: options.scope, file: path, action, backup: null, token: null, diff };
}

async function carryOut(tools: Tools, plan: Plan, target: Target, options: ConnectOptions): Promise<Done> {
  const { client, path } = plan;
  const { raw, made } = await chooseToken(tools, plan, target, options);
  const edit = await editClientFile(path, tools.now(), (text) => plan.edit(text, raw)).catch(async (error) => {
    if (made !== null) await takeBack(tools, target.slug, made);
    throw error;
  });
  const isSame = edit.after === (edit.before ?? '');
  await reportConnection(tools, plan, target, { ...edit, isSame, made });
  const action = isSame ? 'unchanged' : 'written';
  return { client: client.id, scope: options.scope, file: path, action, backup: edit.backup, token: made, diff: null };
}

type Made = { id: string; name: string } | null;

async function chooseToken(
  tools: Tools,
  plan: Plan,
  target: Target,
  { expiresIn }: ConnectOptions,
): Promise<{ raw: string; made: Made }> {
  const known = await knownToken(tools, plan, target);
  if (known !== null) return { raw: known, made: null };
  const { raw, ...made } = await makeToken(await tools.rest(), target.slug, plan.client, expiresIn);
  return { raw, made };
}

/** The token given, or the one that is written there and still works; null when one has to be made. */
async function knownToken(tools: Tools, { variable, written }: Plan, { slug, given }: Target): Promise<string | null> {
  if (variable !== null) return tokenToCome;
  if (given !== null || written === null) return given;
  return (await findToken(await tools.rest(), slug, written))?.active ? written : null;
}

/** A token that nobody has must not stay. */
async function takeBack(tools: Tools, slug: string, { id, name }: NonNullable<Made>): Promise<void> {
  await tools
    .rest()
    .then((rest) => endToken(rest, slug, id))
    .then(
      () => tools.output.say(`The token “${name}” that was made for it is revoked again.`),
      () =>
        tools.output.say(
          `The token “${name}” was made and is written nowhere. End it: aerostack workspace token revoke ${slug} ${id}`,
        ),
    );
}
