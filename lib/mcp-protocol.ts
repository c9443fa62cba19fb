/** The revisions of MCP that the product speaks, on both sides, and their words. */

/** The revisions that begin with `initialize`, oldest first. */
export const legacyVersions = ['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'] as const;
export const latestLegacyVersion = '2025-11-25';
/** What a 2025-era request means that names no version (2025-06-18, Transports, Protocol Version Header). */
export const assumedLegacyVersion = '2025-03-26';
/** The revision without handshake and session. */
export const modernVersion = '2026-07-28';
export const modernVersions = [modernVersion] as const;

export const isLegacyVersion = (version: string): boolean => (legacyVersions as readonly string[]).includes(version);

export type Era = 'legacy' | 'modern';

export const eraOf = (version: string): Era => (version >= modernVersion ? 'modern' : 'legacy');

export const serverName = 'aerostack-mcp-gateway';

/** Who servers think is calling: the gateway, never the client behind it. */
export const clientInfo = (version: string) => ({ name: serverName, version });

/** Keys of the envelope that every 2026-07-28 request carries in `params._meta`. */
export const metaKeys = {
  protocolVersion: 'io.modelcontextprotocol/protocolVersion',
  clientCapabilities: 'io.modelcontextprotocol/clientCapabilities',
  clientInfo: 'io.modelcontextprotocol/clientInfo',
  serverInfo: 'io.modelcontextprotocol/serverInfo',
  logLevel: 'io.modelcontextprotocol/logLevel',
  subscriptionId: 'io.modelcontextprotocol/subscriptionId',
} as const;

/** The envelope of the gateway's own requests: no client capabilities, because nobody is there to answer. */
export const ownEnvelope = (version: string) => ({
  [metaKeys.protocolVersion]: modernVersion,
  [metaKeys.clientCapabilities]: {},
  [metaKeys.clientInfo]: clientInfo(version),
});

/** Which member of `params` the header `Mcp-Name` mirrors, by method (2026-07-28, Standard Headers). */
export const mirroredInName: ReadonlyMap<string, string> = new Map([
  ['tools/call', 'name'],
  ['prompts/get', 'name'],
  ['resources/read', 'uri'],
  ['tasks/get', 'taskId'],
  ['tasks/update', 'taskId'],
  ['tasks/cancel', 'taskId'],
]);

export const rpcCodes = {
  parseError: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internalError: -32603,
  /** Legacy transport errors, and what the published product answers over the rate. */
  server: -32000,
  unauthorized: -32001,
  /** A 2025-era session that is not there; the official servers use this code, too. */
  sessionNotFound: -32001,
  legacyResourceNotFound: -32002,
  /** 2025-11-25 only. */
  urlElicitationRequired: -32042,
  headerMismatch: -32020,
  missingClientCapability: -32021,
  unsupportedVersion: -32022,
} as const;
