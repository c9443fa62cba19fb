import { clientOfFile, readAnyConfig } from '../connect/any-config';
import { CliError } from './cli-error';
import { readClientFile, withFileNamed } from './client-file';
import { confirm } from './confirm';
import type { ImportOptions } from './import';
import { readCandidates } from './import-candidates';
import { findDestination, planSteps } from './import-plan';
import { addServers, makeDestination, type Outcome } from './import-servers';
import { importBody, showImport } from './show-import';
import type { Tools } from './tools';

const bytesMax = 32 * 1024 * 1024;

/** Shows what would become of each server of a configuration and, once somebody agrees, makes it so. */
export async function importFile(tools: Tools, file: string, options: ImportOptions): Promise<void> {
  const { output, env } = tools;
  const text = await readInput(tools, file);
  const place = file === '-' ? 'stdin' : file;
  const data = withFileNamed(place, () => readAnyConfig(text, file === '-' ? null : file));
  const { origin } = await tools.settings();
  const candidates = readCandidates(data, (variable) => env[variable], origin);
  if (candidates.length === 0)
    throw new CliError(
      'failure',
      `${place} holds no MCP servers that are recognised. It should have mcpServers, servers, mcp_servers or the like.`,
    );

  const rest = await tools.rest();
  const name = options.name ?? nameFor(file);
  const destination = await findDestination(rest, { workspace: options.workspace, name }, output);
  const steps = await planSteps(rest, destination, candidates, output);
  const toAdd = steps.filter(({ action }) => action === 'add').length;
  if (!options.json) await showImport(tools, destination, steps);
  if (options.dryRun || toAdd === 0) {
    if (options.json) await output.json(importBody(destination, steps, []));
    if (!options.dryRun) output.succeed(`Nothing to add to ${destination.slug ?? destination.name}.`);
    return;
  }
  await confirm(
    tools,
    `${destination.isNew ? `Make the workspace “${destination.name}” and add` : `Add to ${destination.slug}:`} ${toAdd} ${toAdd === 1 ? 'server' : 'servers'}?`,
    options.yes,
  );
  const slug = await makeDestination(tools, rest, destination);
  const outcomes = await addServers(tools, rest, slug, steps);
  if (options.json) await output.json(importBody({ ...destination, slug }, steps, outcomes));
  conclude(tools, slug, outcomes);
}

async function readInput({ signal }: Tools, file: string): Promise<string> {
  if (file !== '-') {
    const text = await readClientFile(file);
    if (text === null) throw new CliError('failure', `There is no file ${file}.`);
    return text;
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > bytesMax || signal.aborted)
      throw new CliError('usage', 'What comes on stdin is too large to be a configuration.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function nameFor(file: string): string {
  const client = file === '-' ? null : clientOfFile(file);
  return client === null ? 'Imported servers' : `Servers of ${client}`;
}

function conclude({ output, signal }: Tools, slug: string, outcomes: Outcome[]): void {
  const named = (action: Outcome['action']) => outcomes.filter((one) => one.action === action).map(({ name }) => name);
  const [added, failed, left] = [named('added'), named('failed'), named('not_tried')];
  output.say(`Added to ${slug}: ${added.join(', ') || 'none'}.`);
  if (signal.aborted)
    throw new CliError('interrupted', `Interrupted before: ${left.join(', ')}. Import again to add what is missing.`);
  if (failed.length > 0) {
    const rest = left.length === 0 ? '' : ` Not tried: ${left.join(', ')}.`;
    throw new CliError('failure', `Not added: ${failed.join(', ')}.${rest} Import again to add what is missing.`);
  }
  output.say(`Next, a client for it: aerostack connect cursor --workspace ${slug}`);
}
