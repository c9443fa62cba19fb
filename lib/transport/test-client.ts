import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import pino from 'pino';
import { expect } from 'vitest';
import type { Stage } from '../access/test-stage';
import { ensureRuntime, type Runtime } from '../server/runtime';
import type { Endpoint } from './endpoint';
import { endpoints } from './endpoints';
import { Problem } from './problem';

const root = join(process.cwd(), 'app/api/v1');

/** Every route file below `/api/v1`, by the path that it serves as the endpoint table writes it. */
export function routeFiles(): Map<string, string> {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('route.ts'));
  return new Map(
    files.map((file) => [
      `/${relative('.', join(file, '..')).replaceAll('[', '{').replaceAll(']', '}')}`,
      join(root, file),
    ]),
  );
}

type Handler = (
  request: Request,
  context: { params: Promise<Record<string, string> | undefined> },
) => Promise<Response>;

export interface Asked {
  /** As in the endpoint table, `/workspaces/{slug}`. */
  path: string;
  method: string;
  params?: Record<string, string>;
  query?: string;
  headers?: Record<string, string>;
  /** Sent as JSON; `text` as it is. */
  body?: unknown;
  text?: string;
}

/** One request to the route file that serves the path, as Next would hand it over. */
export async function ask({ path, method, params, query = '', headers = {}, body, text }: Asked): Promise<Response> {
  const file = routeFiles().get(path);
  if (file === undefined) throw new Error(`No route file serves ${path}.`);
  const handler = ((await import(/* @vite-ignore */ file)) as Record<string, Handler>)[method];
  if (handler === undefined) throw new Error(`${path} exports no ${method}.`);
  const payload = text ?? (body === undefined ? undefined : JSON.stringify(body));
  const request = new Request(`http://127.0.0.1:4250/api/v1${path}${query}`, {
    method,
    headers: { ...(payload === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(payload === undefined ? {} : { body: payload }),
  });
  return handler(request, { params: Promise.resolve(params) });
}

/** Puts a runtime with the stage's parts in its place. What it logs is kept, line by line. */
export async function stageRuntime(stage: Stage): Promise<{ logged: string[] }> {
  const logged: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => void logged.push(line) });
  await ensureRuntime(async () => ({ ...stage.parts, log, version: '0.0.0', state: 'ready' }) as unknown as Runtime);
  return { logged };
}

/** Requests whose answers are checked against the endpoint table. `headers` is asked anew for each. */
export function caller(headers: () => Record<string, string>) {
  return {
    /** The body of a success: status as in the table, not a field more than in its output schema, never cached. */
    async call(name: keyof typeof endpoints, asked: Partial<Asked> = {}) {
      const endpoint: Endpoint = endpoints[name];
      const response = await ask({ headers: headers(), ...asked, path: endpoint.path, method: endpoint.method });
      const text = await response.text();
      const body = text === '' ? undefined : JSON.parse(text);
      expect([response.status, body]).toEqual([endpoint.status, endpoint.output?.parse(body)]);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
      return body;
    },
    /** The problem document of a refusal. */
    async refusal(asked: Asked) {
      const response = await ask({ headers: headers(), ...asked });
      const problem = Problem.strict().parse(await response.json());
      expect(response.headers.get('content-type')).toBe('application/problem+json');
      expect(problem).toMatchObject({ status: response.status, request_id: response.headers.get('x-request-id') });
      return problem;
    },
  };
}
