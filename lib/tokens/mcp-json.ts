import type { McpJson } from './schemas';

/** The block that a client's configuration takes as it is. Its shape is a contract: nothing is added to it. */
export const mcpJson = (origin: string, slug: string, rawToken: string): McpJson => ({
  mcpServers: { [slug]: { url: `${origin}/ws/${slug}`, headers: { Authorization: `Bearer ${rawToken}` } } },
});
