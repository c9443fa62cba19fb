/** The revision without handshake and session (SEP-2567, SEP-2575). */
export const modernVersion = '2026-07-28';

/** The revisions that begin with `initialize`, newest first. */
export const legacyVersions = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05'] as const;

export const newestLegacyVersion = legacyVersions[0];

export const isLegacyVersion = (version: string): boolean => (legacyVersions as readonly string[]).includes(version);

/** Keys of the envelope that every 2026-07-28 request carries in `params._meta`. */
export const envelopeKeys = {
  protocolVersion: 'io.modelcontextprotocol/protocolVersion',
  clientCapabilities: 'io.modelcontextprotocol/clientCapabilities',
  clientInfo: 'io.modelcontextprotocol/clientInfo',
  serverInfo: 'io.modelcontextprotocol/serverInfo',
} as const;

/** Who servers think is calling: the gateway, never the client behind it. */
export const clientInfo = (version: string) => ({ name: 'aerostack-mcp-gateway', version });

/** The envelope of the gateway's own requests: no client capabilities, because nobody is there to answer. */
export const ownEnvelope = (version: string) => ({
  [envelopeKeys.protocolVersion]: modernVersion,
  [envelopeKeys.clientCapabilities]: {},
  [envelopeKeys.clientInfo]: clientInfo(version),
});
