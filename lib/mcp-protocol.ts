/** The revisions of MCP that the gateway speaks, and their words. */

export const legacyVersions = ['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'] as const;
export const latestLegacyVersion = '2025-11-25';
/** What a 2025-era request means that names no version (2025-06-18, Transports, Protocol Version Header). */
export const assumedLegacyVersion = '2025-03-26';
export const modernVersions = ['2026-07-28'] as const;
export const modernVersion = '2026-07-28';

export type Era = 'legacy' | 'modern';

export const eraOf = (version: string): Era => (version >= modernVersion ? 'modern' : 'legacy');

export const serverName = 'aerostack-mcp-gateway';

/** Keys of the 2026-07-28 request envelope in `params._meta`. */
export const metaKeys = {
  protocolVersion: 'io.modelcontextprotocol/protocolVersion',
  clientCapabilities: 'io.modelcontextprotocol/clientCapabilities',
  clientInfo: 'io.modelcontextprotocol/clientInfo',
  serverInfo: 'io.modelcontextprotocol/serverInfo',
  logLevel: 'io.modelcontextprotocol/logLevel',
} as const;

export const rpcCodes = {
  parseError: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internalError: -32603,
  /** Legacy transport errors, and what the published product answers over the rate. */
  server: -32000,
  unauthorized: -32001,
  legacyResourceNotFound: -32002,
  headerMismatch: -32020,
  missingClientCapability: -32021,
  unsupportedVersion: -32022,
} as const;
