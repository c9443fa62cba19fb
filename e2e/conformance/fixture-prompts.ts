import {
  completable,
  type GetPromptResult,
  inputRequired,
  type McpServer,
  type RegisteredPrompt,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import { pixel } from '../fixtures/tools';

type Content = GetPromptResult['messages'][number]['content'];
const said = (...contents: Content[]): GetPromptResult => ({
  messages: contents.map((content) => ({ role: 'user', content })),
});
const text = (value: string) => ({ type: 'text', text: value }) as const;

const words = ['paris', 'park', 'party'];
const starting = (value = '') => words.filter((word) => word.startsWith(value));

/** @returns the prompt that comes and goes */
export function registerPrompts(server: McpServer): RegisteredPrompt {
  server.registerPrompt('test_simple_prompt', { description: 'Says one thing.' }, async () =>
    said(text('This is a simple prompt for testing.')),
  );
  server.registerPrompt(
    'test_prompt_with_arguments',
    {
      description: 'Says what it was given; completes its arguments.',
      argsSchema: z.object({ arg1: completable(z.string(), starting), arg2: completable(z.string(), starting) }),
    },
    async ({ arg1, arg2 }) => said(text(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`)),
  );
  server.registerPrompt(
    'test_prompt_with_embedded_resource',
    { description: 'Shows a resource.', argsSchema: z.object({ resourceUri: z.string() }) },
    async ({ resourceUri: uri }) => {
      const resource = { uri, mimeType: 'text/plain', text: 'Embedded resource content for testing.' };
      return said({ type: 'resource', resource }, text('Please process the embedded resource above.'));
    },
  );
  server.registerPrompt('test_prompt_with_image', { description: 'Shows a picture.' }, async () =>
    said({ type: 'image', data: pixel, mimeType: 'image/png' }, text('Please analyze the image above.')),
  );
  server.registerPrompt('test_input_required_result_prompt', { description: 'Asks first.' }, async (ctx) => {
    const given = ctx.mcpReq.inputResponses?.user_context;
    if (given !== undefined) return said(text(`In this context: ${JSON.stringify(given)}`));
    const requestedSchema = {
      type: 'object' as const,
      properties: { context: { type: 'string' as const } },
      required: ['context'],
    };
    const question = inputRequired.elicit({ message: 'What context should the prompt use?', requestedSchema });
    return inputRequired({ inputRequests: { user_context: question } });
  });
  return server.registerPrompt('test_extra_prompt', { description: 'Comes and goes.' }, async () =>
    said(text('Here.')),
  );
}
