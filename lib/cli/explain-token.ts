import type { Command } from 'commander';
import type { TokenExplanation } from '../tokens/schemas';
import { CliError } from './cli-error';
import { layOutFacts } from './facts';
import { findPastedToken } from './find-pasted-token';
import { findTokenId, noToken } from './find-token';
import { describeHelp, workspaceArgument } from './help';
import { readPastedToken } from './pasted-token';
import { readAllPages } from './read-all-pages';
import { readSecrets } from './read-secrets';
import { readStdin } from './read-stdin';
import type { Rest } from './rest-client';
import { momentsOf } from './show-moment';
import { scopeFacts } from './show-token';
import { suggest } from './suggest';
import type { Column } from './table';
import { verdictOf } from './token-verdict';
import type { Tools } from './tools';

type ExplainedTool = TokenExplanation['tools'][number];

const columns: Column[] = [
  { header: 'TOOL' },
  { header: 'MAY CALL', colour: (answer) => (answer === 'yes' ? 32 : 33) },
  { header: 'WHY NOT', shrinks: true },
];

export function addExplainToken(parent: Command, tools: Tools): void {
  const command = parent
    .command('explain')
    .description(
      'Tell what a token may do, and why a call with it would be refused. With a tool, answer for that one and fail when it is refused.',
    )
    .argument(...workspaceArgument)
    .argument('<TOKEN_ID>', 'the ID that the list shows, or the name; - reads the token itself from stdin')
    .argument('[tool]', 'as clients name it: <prefix>__<tool>');
  describeHelp(
    command,
    [
      'aerostack workspace token explain my-workspace TOKEN_ID',
      'aerostack workspace token explain my-workspace "CI Bot" github__delete_repo',
      'printenv AEROSTACK_MCP_TOKEN | aerostack workspace token explain my-workspace -',
    ],
    '\nA token that is read from stdin may stand in a header or a configuration block. It is hashed here; only the hash is sent.',
  );
  command.action((slug: string, asked: string, tool: string | undefined, options: { json?: true }) =>
    explainToken(tools, slug, asked, { ...options, tool }),
  );
}

interface Question {
  tool: string | undefined;
  json?: true;
}

async function explainToken(tools: Tools, slug: string, asked: string, { tool, json }: Question): Promise<void> {
  const { output } = tools;
  const rest = await tools.rest();
  const id = asked === '-' ? await readTokenId(tools, rest, slug) : await findTokenId(rest, slug, asked, output);
  const { TokenExplanation } = await import('../tokens/schemas');
  const path = ['workspaces', slug, 'tokens', id, 'explain'];
  const request = { method: 'GET', path, missing: noToken(slug, id) } as const;
  const { items, body } = await readAllPages(rest, request, TokenExplanation, 'tools', output);
  const { token } = TokenExplanation.pick({ token: true }).parse(body);
  const verdict = verdictOf(slug, token, momentsOf(tools));
  if (json) await output.json(body);
  if (tool !== undefined) return answerForTool(tools, items, tool, token.status === 'active' ? null : verdict);
  if (json) return;
  await output.result(
    layOutFacts([
      ['Token', `${token.name} (${token.hint})`],
      ['Status', token.status],
      ['Gateway', verdict],
      ...scopeFacts(token),
    ]),
  );
  if (items.length === 0) return output.say(`There are no tools in ${slug} yet.`);
  await output.result('');
  await output.table(
    columns,
    items.map(({ name, granted, words }) => [name, granted ? 'yes' : 'no', words ?? '']),
  );
  const share = `${items.filter(({ granted }) => granted).length} of ${items.length} tools`;
  if (token.status === 'active') output.say(`It may call ${share}.`);
  else output.say(`No request is admitted. While it was active, it was granted ${share}.`);
}

async function readTokenId(tools: Tools, rest: Rest, slug: string): Promise<string> {
  const [text = ''] = tools.isInteractive ? await readSecrets(tools, ['the token']) : [await readStdin()];
  return findPastedToken(rest, slug, readPastedToken(text));
}

/** @param refusal why every call is refused; null when it is not */
async function answerForTool(
  { output }: Tools,
  items: ExplainedTool[],
  asked: string,
  refusal: string | null,
): Promise<void> {
  const tool = items.find(({ name }) => name === asked);
  if (tool === undefined) {
    const meant = await suggest(
      asked,
      items.map(({ name }) => name),
    );
    throw new CliError('not_found', `A call of ${asked} is refused: there is no such tool.${meant}`);
  }
  if (refusal !== null) throw new CliError('failure', refusal);
  if (!tool.granted)
    throw new CliError('failure', `A call of ${asked} is refused: ${tool.words ?? 'it is not granted.'}`);
  output.succeed(`A call of ${asked} is admitted.`);
}
