import type { CatalogueServer } from './deps';
import { fitsTemplate, uriLengthMax } from './uri-template';

/** Which server a resource's URI belongs to, if it may be read at all. URIs stay as the servers wrote them; the first server that lists one has it. */
export class ResourceIndex {
  readonly #owners = new Map<string, CatalogueServer>();
  readonly #templates: { template: string; server: CatalogueServer }[] = [];
  readonly #offering: CatalogueServer[] = [];

  constructor(
    servers: readonly CatalogueServer[],
    private readonly mayRead: (server: CatalogueServer, uri: string) => boolean = () => true,
  ) {
    for (const server of servers) {
      if (server.capabilities.resources !== undefined || server.resources.length > 0) this.#offering.push(server);
      for (const { name } of server.resources)
        if (!this.#owners.has(name) && mayRead(server, name)) this.#owners.set(name, server);
      for (const { name } of server.resourceTemplates) this.#templates.push({ template: name, server });
    }
  }

  /** By list, by what a tool's result has linked to, by template; where one server alone has resources, that one decides. */
  find(uri: string, linked: string | undefined): CatalogueServer | null {
    if (uri.length > uriLengthMax) return null;
    const server = this.#serverOf(uri, linked);
    return server !== null && this.mayRead(server, uri) ? server : null;
  }

  #serverOf(uri: string, linked: string | undefined): CatalogueServer | null {
    const owner = this.#owners.get(uri);
    if (owner !== undefined) return owner;
    const byLink = this.#offering.find(({ id }) => id === linked);
    if (byLink !== undefined) return byLink;
    const byTemplate = this.#templates.find(({ template }) => fitsTemplate(template, uri));
    if (byTemplate !== undefined) return byTemplate.server;
    return this.#offering.length === 1 ? (this.#offering[0] ?? null) : null;
  }

  server(id: string): CatalogueServer | null {
    return this.#offering.find((one) => one.id === id) ?? null;
  }

  /** The server of a template, as `completion/complete` names it; a plain URI is looked up like any other. */
  ofTemplate(template: string): CatalogueServer | null {
    if (template.length > uriLengthMax) return null;
    const found = this.#templates.find((one) => one.template === template && this.mayRead(one.server, template));
    return found?.server ?? this.find(template, undefined);
  }
}
