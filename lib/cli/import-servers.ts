import { Server } from '../servers/schemas';
import { Workspace } from '../workspaces/schemas';
import { CliError } from './cli-error';
import type { Destination, Step } from './import-plan';
import type { Rest } from './rest-client';
import type { Tools } from './tools';

export interface Outcome {
  name: string;
  action: 'added' | 'present' | 'skipped' | 'failed' | 'not_tried';
  /** As the REST API has it. */
  server: unknown;
  error: string | null;
}

/** Makes the workspace where it is not there. @returns its slug */
export async function makeDestination(
  { output }: Tools,
  rest: Rest,
  { slug, name, isNew }: Destination,
): Promise<string> {
  if (!isNew && slug !== null) return slug;
  const body = { name, ...(slug === null ? {} : { slug }) };
  const { value } = await rest.send({ method: 'POST', path: ['workspaces'], body }, Workspace);
  output.succeed(`Workspace ${value.slug} created: ${value.gateway_url}`);
  return value.slug;
}

/**
 * Adds the servers, one after the other. What the server does not take is left out; when it cannot be reached, or is not to be asked
 * any more, the rest is not tried.
 */
export async function addServers(tools: Tools, rest: Rest, slug: string, steps: Step[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let isOver = false;
  for (const step of steps) {
    const { name, action } = step;
    if (action !== 'add')
      outcomes.push({ name, action: action === 'present' ? 'present' : 'skipped', server: null, error: null });
    else if (isOver || tools.signal.aborted) outcomes.push({ name, action: 'not_tried', server: null, error: null });
    else {
      const outcome = await addServer(tools, rest, slug, step);
      outcomes.push(outcome.done);
      isOver = outcome.isOver;
    }
  }
  return outcomes;
}

async function addServer(
  { output }: Tools,
  rest: Rest,
  slug: string,
  step: Step,
): Promise<{ done: Outcome; isOver: boolean }> {
  const { name, input, isDisabled } = step;
  const path = ['workspaces', slug, 'servers'];
  try {
    const made = await rest.send({ method: 'POST', path, body: input }, Server);
    const off = { method: 'PATCH', path: [...path, made.value.id], body: { enabled: false } } as const;
    const { value, body } = isDisabled ? await rest.send(off, Server) : made;
    if (value.status === 'up')
      output.succeed(
        `${name}: ${value.tool_count} ${value.tool_count === 1 ? 'tool' : 'tools'}${isDisabled ? ', disabled as in the file' : ''}`,
      );
    else
      output.say(
        `! ${name}: added, but ${value.status.replaceAll('_', ' ')}${value.last_error === null ? '' : `: ${value.last_error}`}`,
      );
    return { done: { name, action: 'added', server: body, error: null }, isOver: false };
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    output.fail(`${name}: ${error.message}`);
    return { done: { name, action: 'failed', server: null, error: error.message }, isOver: error.kind !== 'usage' };
  }
}
