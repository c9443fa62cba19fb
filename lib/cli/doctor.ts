import type { Command } from 'commander';
import type { CheckResult } from './check';
import { CliError } from './cli-error';
import { checkSlug, readPlace } from './gateway-access';
import { describeHelp } from './help';
import { printable } from './printable';
import type { Tools } from './tools';

export function addDoctor(parent: Command, tools: Tools): void {
  const command = parent
    .command('doctor')
    .description('Look for what is wrong between here and a workspace’s tools, step by step, and say what to do.')
    .argument('[workspace]', 'the workspace’s slug (default: the one of aerostack workspace use)');
  describeHelp(
    command,
    ['aerostack doctor my-workspace', 'AEROSTACK_MCP_TOKEN=… aerostack doctor my-workspace --json | jq .checks'],
    `
It looks at DNS, TCP, TLS, HTTP, the clock, your sign-in, the workspace, the token, the handshake, the tools and each server.
What everything after it needs ends the search. The exit code is that of the first failure.`,
  );
  command.action((slug: string | undefined, options: { json?: true }) => doctor(tools, slug, options));
}

async function doctor(tools: Tools, named: string | undefined, { json }: { json?: true }): Promise<void> {
  const { output, env, signal } = tools;
  const place = await readPlace(tools);
  const slug = named ?? place.stored?.workspace;
  if (slug !== undefined) checkSlug(slug);
  output.say(`Aerostack at ${place.origin} (${place.source})`);
  const { origin } = place;
  const [{ runChecks }, { networkChecks }, { serverChecks }, { accountChecks }, { gatewayChecks }] = await Promise.all([
    import('./check'),
    import('./check-network'),
    import('./check-server'),
    import('./check-workspace'),
    import('./check-gateway'),
  ]);
  const { signIn, workspace, servers } = accountChecks(tools, place, slug);
  const ground = [...networkChecks(env, origin), ...serverChecks(env, origin)];
  const checks = [...ground, signIn, workspace, ...gatewayChecks(tools, place, slug), servers];
  const results: CheckResult[] = [];
  for await (const result of runChecks(checks, signal)) {
    results.push(result);
    if (!json) await output.result(lineOf(result));
  }
  if (json) await output.json({ origin, workspace: slug ?? null, checks: results.map(publish) });
  const failures = results.filter(({ status }) => status === 'failed');
  const [first] = failures;
  if (first === undefined) return output.succeed('Nothing is wrong that could be seen from here.');
  const others = failures.length === 1 ? '' : ` (and ${failures.length - 1} more)`;
  throw new CliError(first.kind ?? 'failure', `${first.name}: ${first.detail}${others}. ${first.todo}`);
}

const marks = { ok: '✓', warning: '!', failed: '✗', skipped: '-' } as const;

function lineOf({ name, status, detail, todo }: CheckResult): string {
  const line = `${marks[status]} ${name}: ${printable(detail)}`;
  return todo === undefined ? line : `${line}\n    ${printable(todo)}`;
}

const publish = ({ name, status, detail, todo, ms }: CheckResult) => ({ name, status, detail, todo: todo ?? null, ms });
