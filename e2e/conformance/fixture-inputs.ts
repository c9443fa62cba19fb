import { randomBytes } from 'node:crypto';
import {
  acceptedContent,
  type CallToolResult,
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  createRequestStateCodec,
  type InputRequest,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  type McpServer,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import { defaultsForm, enumsForm } from './fixture-forms';

/** Where a call that asks more than once has got to; signed, so that a changed one is refused before a tool sees it. */
export const states = createRequestStateCodec<{ step: number }>({ key: randomBytes(32), ttlSeconds: 600 });

type Answer = CallToolResult | InputRequiredResult;

const text = (value: string): CallToolResult => ({ content: [{ type: 'text', text: value }] });
const form = (message: string, properties: Record<string, { type: 'string' } | { type: 'boolean' }>) =>
  inputRequired.elicit({
    message,
    requestedSchema: { type: 'object', properties, required: Object.keys(properties) },
  });
const name = { name: { type: 'string' } } as const;
const question = (prompt: string, maxTokens = 100) =>
  inputRequired.createMessage({ messages: [{ role: 'user', content: { type: 'text', text: prompt } }], maxTokens });

/**
 * Tools that need the client. Each is written once: to 2026-07-28 the SDK sends `input_required`, in a 2025 session it asks the
 * client over the open stream.
 */
export function registerInputTools(server: McpServer): void {
  for (const [tool, { description, run }] of Object.entries(askingTools(server))) {
    server.registerTool(tool, { description, inputSchema: z.object({}) }, async (_args, ctx) => run(ctx));
  }
  server.registerTool(
    'test_sampling',
    { description: 'Asks the client’s model.', inputSchema: z.object({ prompt: z.string() }) },
    async ({ prompt }, ctx) => once(ctx, 'sampling', question(prompt), (answer) => text(`LLM response: ${answer}`)),
  );
  const wanted = { username: { type: 'string' }, email: { type: 'string' } } as const;
  server.registerTool(
    'test_elicitation',
    { description: 'Asks the person.', inputSchema: z.object({ message: z.string() }) },
    async ({ message }, ctx) => once(ctx, 'user', form(message, wanted), (answer) => text(`User response: ${answer}`)),
  );
}

/** One question, asked until it is answered in the right shape. */
function once(
  ctx: ServerContext,
  key: string,
  request: InputRequest,
  done: (answer: string) => CallToolResult,
): Answer {
  const response = inputResponse(ctx.mcpReq.inputResponses, key);
  if (response.kind === 'missing') return inputRequired({ inputRequests: { [key]: request } });
  return done(JSON.stringify(ctx.mcpReq.inputResponses?.[key]));
}

type AskingTool = { description: string; run(ctx: ServerContext): Answer | Promise<Answer> };

const askingTools = (server: McpServer): Record<string, AskingTool> => ({
  test_elicitation_sep1034_defaults: {
    description: 'Asks with a default for every kind of field.',
    run: (ctx) => once(ctx, 'form', defaultsForm, (answer) => text(`Elicitation completed: ${answer}`)),
  },
  test_elicitation_sep1330_enums: {
    description: 'Asks with every kind of choice.',
    run: (ctx) => once(ctx, 'form', enumsForm, (answer) => text(`Elicitation completed: ${answer}`)),
  },
  test_missing_capability: {
    description: 'Cannot work without the client’s model.',
    run: (ctx) => once(ctx, 'sampling', question('Anybody there?'), () => text('There is.')),
  },
  test_streaming_elicitation: {
    description: 'Logs, then asks the person.',
    run: async (ctx) => {
      await ctx.mcpReq.log('info', 'About to ask');
      return once(ctx, 'confirm', form('Go on?', { ok: { type: 'boolean' } }), () => text('Went on.'));
    },
  },
  test_input_required_result_elicitation: {
    description: 'Asks for a name.',
    run: (ctx) => {
      const given = acceptedContent(ctx.mcpReq.inputResponses, 'user_name', z.object({ name: z.string() }));
      if (given !== undefined) return text(`Hello, ${given.name}!`);
      return inputRequired({ inputRequests: { user_name: form('What is your name?', name) } });
    },
  },
  test_input_required_result_sampling: {
    description: 'Asks the client’s model for a capital.',
    run: (ctx) => once(ctx, 'capital_question', question('What is the capital of France?'), text),
  },
  test_input_required_result_list_roots: {
    description: 'Asks for the client’s roots.',
    run: (ctx) => once(ctx, 'client_roots', inputRequired.listRoots(), text),
  },
  test_input_required_result_request_state: {
    description: 'Asks for a confirmation and wants its own state back.',
    run: (ctx) => withState(ctx, { confirm: form('Please confirm', { ok: { type: 'boolean' } }) }, 'state-ok'),
  },
  test_input_required_result_tampered_state: {
    description: 'Asks for a confirmation; a changed state is refused.',
    run: (ctx) => withState(ctx, { confirm: form('Please confirm', { ok: { type: 'boolean' } }) }, 'state-ok'),
  },
  test_input_required_result_multiple_inputs: {
    description: 'Asks the person, the model and for roots at once.',
    run: (ctx) => {
      const requests = {
        user_name: form('What is your name?', name),
        greeting: question('Generate a greeting', 50),
        client_roots: inputRequired.listRoots(),
      };
      return withState(ctx, requests, 'All three came.');
    },
  },
  test_input_required_result_multi_round: { description: 'Asks twice, one after the other.', run: askTwice },
  test_input_required_result_capabilities: {
    description: 'Asks for whatever the client can give.',
    run: (ctx) => {
      const can = capabilitiesOf(server, ctx);
      const requests: Record<string, InputRequest> = {
        ...(can.elicitation && { user_name: form('What is your name?', name) }),
        ...(can.sampling && { greeting: question('Generate a greeting', 50) }),
        ...(can.roots && { client_roots: inputRequired.listRoots() }),
      };
      if (Object.keys(requests).length === 0) return text('The client can give nothing.');
      return ctx.mcpReq.inputResponses === undefined ? inputRequired({ inputRequests: requests }) : text('Thanks.');
    },
  },
});

/** Asks for all of `requests` at once, with a state; done when every one is answered and the state has come back. */
async function withState(ctx: ServerContext, requests: Record<string, InputRequest>, done: string): Promise<Answer> {
  const isAnswered = Object.keys(requests).every((key) => ctx.mcpReq.inputResponses?.[key] !== undefined);
  if (isAnswered && ctx.mcpReq.requestState<{ step: number }>()?.step === 1) return text(done);
  return inputRequired({ inputRequests: requests, requestState: await states.mint({ step: 1 }) });
}

async function askTwice(ctx: ServerContext): Promise<Answer> {
  const step = ctx.mcpReq.requestState<{ step: number }>()?.step ?? 0;
  const answers = ctx.mcpReq.inputResponses;
  if (step >= 2 && answers?.step2 !== undefined) return text('Both came.');
  if (step >= 1 && answers?.step1 !== undefined) {
    const color = form('Step 2: What is your favorite color?', { color: { type: 'string' } });
    return inputRequired({ inputRequests: { step2: color }, requestState: await states.mint({ step: 2 }) });
  }
  const first = form('Step 1: What is your name?', name);
  return inputRequired({ inputRequests: { step1: first }, requestState: await states.mint({ step: 1 }) });
}

/** 2026-07-28 says it in every request, a session said it when it began. */
function capabilitiesOf(server: McpServer, ctx: ServerContext): ClientCapabilities {
  const envelope: Record<string, unknown> = ctx.mcpReq.envelope ?? {};
  return envelope[CLIENT_CAPABILITIES_META_KEY] ?? server.server.getClientCapabilities() ?? {};
}
