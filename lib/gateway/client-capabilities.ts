import { metaKeys } from '../mcp-protocol';
import type { ClientCapabilities } from '../servers/connections';
import { isJsonObject, type JsonObject } from '../servers/json-object';
import type { Message } from './read-envelope';

/** What a server may ask of a client, and the capability that allows it. */
const capabilityOf = new Map([
  ['elicitation/create', 'elicitation'],
  ['sampling/createMessage', 'sampling'],
  ['roots/list', 'roots'],
]);

export const noCapabilities: ClientCapabilities = Object.freeze({});

/** What each capability may say about itself; all the rest of it is the client's own, and no server's business. */
const members: Record<string, readonly string[]> = {
  elicitation: ['form', 'url'],
  sampling: ['tools', 'context'],
  roots: ['listChanged'],
};

/** Of everything that a client declares, what servers may be told: nothing else passes through the gateway. */
export function readCapabilities(declared: unknown): ClientCapabilities {
  if (!isJsonObject(declared)) return noCapabilities;
  let found: JsonObject | null = null;
  for (const name of capabilityOf.values()) {
    const given = declared[name];
    if (!isJsonObject(given)) continue;
    found ??= {};
    found[name] = onlyKnown(given, members[name] ?? []);
  }
  return found ?? noCapabilities;
}

function onlyKnown(given: JsonObject, names: readonly string[]): JsonObject {
  const kept: JsonObject = {};
  for (const name of names) {
    if (isJsonObject(given[name])) kept[name] = {};
    else if (typeof given[name] === 'boolean') kept[name] = given[name];
  }
  return kept;
}

/** The envelope of a 2026-07-28 request says it anew each time. */
export function envelopeCapabilities({ params }: Message): ClientCapabilities {
  const meta = params._meta as JsonObject | undefined;
  return readCapabilities(meta?.[metaKeys.clientCapabilities]);
}

export const isEmpty = (capabilities: ClientCapabilities): boolean => Object.keys(capabilities).length === 0;

/**
 * The capability that a client lacks to be asked this, as an object like the one it would have declared; null when it may be asked.
 * `elicitation: {}` means forms (2025-11-25, Elicitation, Capabilities).
 */
export function missingCapability(
  capabilities: ClientCapabilities,
  method: string,
  params: unknown,
): Record<string, unknown> | null {
  const name = capabilityOf.get(method);
  if (name === undefined) return {};
  const declared = capabilities[name];
  if (!isJsonObject(declared)) return { [name]: {} };
  if (name !== 'elicitation') return null;
  const mode = isJsonObject(params) && params.mode === 'url' ? 'url' : 'form';
  const isDeclared = isJsonObject(declared[mode]) || (mode === 'form' && !isJsonObject(declared.url));
  return isDeclared ? null : { elicitation: { [mode]: {} } };
}
