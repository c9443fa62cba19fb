const linksMax = 10_000;

/** Resources that no list names: a tool's result linked to them, and whoever follows the link must reach the same server. */
export class LinkedResources {
  readonly #servers = new Map<string, string>();

  serverOf(workspaceId: string, uri: string): string | undefined {
    return this.#servers.get(`${workspaceId} ${uri}`);
  }

  /** Notes the links among the content blocks of a result; the oldest are forgotten first. */
  note(workspaceId: string, serverId: string, content: unknown): void {
    if (!Array.isArray(content)) return;
    for (const block of content) {
      const { type, uri } = (block ?? {}) as { type?: unknown; uri?: unknown };
      if (type !== 'resource_link' || typeof uri !== 'string' || uri.length > 2_048) continue;
      this.#servers.delete(`${workspaceId} ${uri}`);
      this.#servers.set(`${workspaceId} ${uri}`, serverId);
    }
    // One walk for all of them: each new one would have to pass what the last ones have left behind.
    for (const oldest of this.#servers.keys()) {
      if (this.#servers.size <= linksMax) return;
      this.#servers.delete(oldest);
    }
  }
}
