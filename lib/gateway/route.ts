import type { ParamHeader } from '../mcp-param-headers';
import type { CatalogueServer } from './deps';

/** The requests that go on to a server. */
export type ForwardedMethod = 'tools/call' | 'prompts/get' | 'resources/read' | 'completion/complete';

/** Where a request goes that names a tool, a prompt or a resource. */
export interface Route {
  method: ForwardedMethod;
  server: CatalogueServer;
  /** What the server knows it by: the tool's or prompt's own name, the resource's URI. */
  name: string;
  paramHeaders: readonly ParamHeader[];
  /** 2025-era clients only know objects as structured output: anything else reaches them as `{"result": …}`. */
  wrapsOutput: boolean;
}

export const plainRoute = (method: ForwardedMethod, server: CatalogueServer, name: string): Route => ({
  method,
  server,
  name,
  paramHeaders: [],
  wrapsOutput: false,
});
