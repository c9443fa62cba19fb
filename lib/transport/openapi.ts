import { z } from 'zod';
import { sessionCookie } from '../access/session-cookie';
import type { Env } from '../env';
import { type ErrorCode, errorCodes } from '../errors';
import { type Endpoint, exportFormats } from './endpoint';
import { endpoints } from './endpoints';
import { Problem } from './problem';

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 document of the REST API, made from the table that the routes use. */
export function openApiDocument(env: Pick<Env, 'url'>, version: string): Json {
  const paths: Record<string, Json> = {};
  for (const [operationId, endpoint] of Object.entries(endpoints) as [string, Endpoint][]) {
    paths[endpoint.path] = {
      ...paths[endpoint.path],
      [endpoint.method.toLowerCase()]: operation(operationId, endpoint),
    };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Aerostack',
      version,
      description: 'JSON in snake_case, times in ISO 8601 UTC. Every refusal is a problem document (RFC 9457).',
    },
    servers: [{ url: `${env.url}/api/v1` }],
    security: [{ apiKey: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An account’s API key, `ak_…`.' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: sessionCookie(env).name,
          description: 'The dashboard; same origin only.',
        },
      },
      schemas: { Problem: schemaOf(Problem, 'output') },
    },
  };
}

function operation(operationId: string, endpoint: Endpoint): Json {
  const { path, summary, status, query, input, output, isPublic, isExport } = endpoint;
  const parameters = [
    ...pathParameters(path),
    ...(query === undefined ? [] : queryParameters(query)),
    ...(isExport ? [formatParameter] : []),
  ];
  const content = {
    ...(output === undefined ? {} : { 'application/json': { schema: schemaOf(output, 'output') } }),
    ...(isExport ? { 'text/csv': { schema: { type: 'string' } } } : {}),
  };
  const answer = output === undefined ? {} : { content };
  return {
    operationId,
    tags: [path.split('/').findLast((part) => part !== '' && !part.startsWith('{')) ?? ''],
    summary,
    ...(isPublic ? { security: [] } : {}),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(input === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(input, 'input') } } } }),
    responses: { [status]: { description: statusWords[status], ...answer }, ...problems(endpoint) },
  };
}

const statusWords = { 200: 'Done.', 201: 'Made.', 202: 'Taken.', 204: 'Gone.' };

const pathParameters = (path: string) =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));

const formatParameter = {
  name: 'format',
  in: 'query',
  required: false,
  description: 'Without it, what `Accept` asks for, or JSON. In CSV an apostrophe before a text is no part of it.',
  schema: { type: 'string', enum: exportFormats },
};

function queryParameters(query: z.ZodType): Json[] {
  const { properties = {} } = schemaOf(query, 'input') as { properties?: Record<string, Json> };
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', required: false, schema }));
}

/** The refusals that an endpoint can give, by status; those that any can give stand under `default`. */
function problems({ path, input, query, isPublic }: Endpoint): Json {
  const codes: ErrorCode[] = [
    ...(isPublic ? [] : (['not_signed_in', 'forbidden'] as const)),
    ...(path.includes('{') ? (['not_found'] as const) : []),
    ...(input === undefined ? [] : (['invalid_json', 'conflict', 'too_large', 'unsupported_media_type'] as const)),
    ...(input === undefined && query === undefined ? [] : (['invalid_input'] as const)),
  ];
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  const byStatus = codes.map((code) => [errorCodes[code].status, { description: errorCodes[code].title, content }]);
  return { ...Object.fromEntries(byStatus), default: { description: 'Any other refusal', content } };
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io, target: 'draft-2020-12' });
  return rest;
}
