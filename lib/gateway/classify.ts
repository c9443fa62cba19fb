import type { IncomingHttpHeaders } from 'node:http';
import { decodeHeaderValue } from '../mcp-header-value';
import {
  assumedLegacyVersion,
  type Era,
  eraOf,
  isLegacyVersion,
  legacyVersions,
  metaKeys,
  mirroredInName,
  modernVersion,
  modernVersions,
  rpcCodes,
} from '../mcp-protocol';
import { isJsonObject } from '../servers/json-object';
import type { Message } from './read-envelope';

/** Which era a message belongs to, or why it belongs to none. */
export type Classification =
  | { kind: 'serve'; era: Era; version: string }
  | { kind: 'refuse'; status: 400; code: number; message: string; data?: unknown };

/**
 * The classification ladder: by body, not by header. `Mcp-Method` alone means nothing (mcp-remote sends it with
 * 2025-era bodies), and 2025-era clients may leave the version header out (Gemini CLI does).
 */
export function classify(message: Message, headers: IncomingHttpHeaders): Classification {
  // An answer belongs to a 2025-era session, whatever the header says: 2026-07-28 has none to give.
  if (message.method === null) return { kind: 'serve', era: 'legacy', version: assumedLegacyVersion };
  const named = headerText(headers, 'mcp-protocol-version');
  const meta = message.params._meta;
  const claimed = isJsonObject(meta) ? meta[metaKeys.protocolVersion] : undefined;
  const isComplete =
    typeof claimed === 'string' && isJsonObject((meta as Record<string, unknown>)[metaKeys.clientCapabilities]);
  if (claimed !== undefined && (isComplete || message.method !== 'initialize')) {
    return classifyModern(message, headers, claimed, named);
  }
  if (message.method === 'initialize') {
    if (named !== undefined && eraOf(named) === 'modern' && isDate(named)) {
      return mismatch(
        `initialize belongs to revisions before ${modernVersion}, but the MCP-Protocol-Version header names ${named}`,
      );
    }
    return { kind: 'serve', era: 'legacy', version: assumedLegacyVersion };
  }
  return classifyUnclaimed(message, named);
}

function classifyUnclaimed(message: Message, named: string | undefined): Classification {
  if (named === undefined) return { kind: 'serve', era: 'legacy', version: assumedLegacyVersion };
  if (isLegacyVersion(named)) return { kind: 'serve', era: 'legacy', version: named };
  if (isDate(named) && eraOf(named) === 'modern') {
    if (message.id === null) return { kind: 'serve', era: 'modern', version: named };
    return invalidParams(
      `params._meta must carry "${metaKeys.protocolVersion}" when the MCP-Protocol-Version header names ${named}`,
    );
  }
  return {
    kind: 'refuse',
    status: 400,
    code: rpcCodes.server,
    message: `Bad Request: Unsupported protocol version (supported versions: ${[...legacyVersions, ...modernVersions].join(', ')})`,
  };
}

function classifyModern(
  message: Message,
  headers: IncomingHttpHeaders,
  claimed: unknown,
  named: string | undefined,
): Classification {
  if (typeof claimed !== 'string') return invalidParams(`"${metaKeys.protocolVersion}" must be a string`);
  const meta = message.params._meta as Record<string, unknown>;
  if (message.id === null) return { kind: 'serve', era: 'modern', version: claimed };
  if (!isJsonObject(meta[metaKeys.clientCapabilities])) {
    return invalidParams(`params._meta must carry the object "${metaKeys.clientCapabilities}"`);
  }
  if (named === undefined)
    return mismatch(`the body names protocol version ${claimed} but the MCP-Protocol-Version header is missing`);
  if (named !== claimed)
    return mismatch(`the body names protocol version ${claimed} but the MCP-Protocol-Version header names ${named}`);
  if (!(modernVersions as readonly string[]).includes(claimed)) {
    return {
      kind: 'refuse',
      status: 400,
      code: rpcCodes.unsupportedVersion,
      message: `Unsupported protocol version: ${claimed}`,
      data: { supported: [...modernVersions], requested: claimed },
    };
  }
  const fault = standardHeaderFault(message, headers);
  return fault === null ? { kind: 'serve', era: 'modern', version: claimed } : mismatch(fault);
}

/** `Mcp-Method` and `Mcp-Name` must be there and say what the body says. */
function standardHeaderFault(message: Message, headers: IncomingHttpHeaders): string | null {
  const method = headerText(headers, 'mcp-method');
  if (method === undefined) return `the body names method ${message.method} but the Mcp-Method header is missing`;
  if (method !== message.method)
    return `the body names method ${message.method} but the Mcp-Method header names ${method}`;
  const nameKey = mirroredInName.get(method);
  const expected = nameKey === undefined ? undefined : message.params[nameKey];
  if (typeof expected !== 'string') return null;
  const header = headers['mcp-name'];
  if (typeof header !== 'string') return `the body carries params.${nameKey} but the Mcp-Name header is missing`;
  const name = decodeHeaderValue(header);
  if (name === undefined) return 'the Mcp-Name header is not valid base64';
  return name === expected ? null : `the Mcp-Name header disagrees with params.${nameKey}`;
}

const isDate = (version: string) => /^\d{4}-\d{2}-\d{2}$/.test(version);

function headerText(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value.trim() : undefined;
}

const mismatch = (what: string): Classification => ({
  kind: 'refuse',
  status: 400,
  code: rpcCodes.headerMismatch,
  message: `Bad Request: the headers and the body disagree: ${what}.`,
});

const invalidParams = (what: string): Classification => ({
  kind: 'refuse',
  status: 400,
  code: rpcCodes.invalidParams,
  message: `Invalid params: ${what}.`,
});
