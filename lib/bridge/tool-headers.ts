import { encodeHeaderValue } from '../mcp-header-value';
import { type ParamHeader, paramHeadersOf, paramHeaderValues } from '../mcp-param-headers';
import { isObject } from './message';

/**
 * Which arguments of which tools travel as `Mcp-Param-*`, too (2026-07-28). Clients on stdio know nothing of headers, so the bridge
 * learns it from the gateway's list, once a call was refused for the lack of one.
 */
export class ToolHeaders {
  readonly #declared = new Map<string, readonly ParamHeader[]>();

  /** The headers of a call, ready to send. */
  of({ name, arguments: args }: Record<string, unknown>): Record<string, string> {
    const declared = typeof name === 'string' ? this.#declared.get(name) : undefined;
    const values = declared === undefined ? {} : paramHeaderValues(declared, args);
    return Object.fromEntries(Object.entries(values).map(([header, value]) => [header, encodeHeaderValue(value)]));
  }

  forget(): void {
    this.#declared.clear();
  }

  /** @param result of tools/list */
  learn({ tools }: Record<string, unknown>): void {
    if (!Array.isArray(tools)) return;
    for (const tool of tools) {
      if (!isObject(tool) || typeof tool.name !== 'string') continue;
      const declared = paramHeadersOf(tool.inputSchema);
      if (declared.length > 0) this.#declared.set(tool.name, declared);
    }
  }
}
