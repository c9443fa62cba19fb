import { type ConfiguredServer, configuredServers } from '../connect/configured-servers';
import { maskText } from '../connect/mask-secrets';
import { workspaceOf } from '../connect/own-entry';
import { resolveReferences, withoutReferences } from '../connect/references';
import { CreateServerInput, ServerAuthInput } from '../servers/schemas';

/** A server of a configuration, and what can be made of it. */
export interface Candidate {
  name: string;
  /** Without secrets, to be shown. Null for what has no address. */
  address: string | null;
  /** What is sent to make it; null when it cannot be made. */
  input: CreateServerInput | null;
  isDisabled: boolean;
  /** Names of the headers that become credentials. */
  headers: string[];
  /** Variables that have no value. */
  missing: string[];
  /** Variables whose values would be sent to the server as part of its credentials. */
  reads: string[];
  /** Why it cannot be made, and the way out; or what to know of it. */
  notes: string[];
}

type LookUp = (variable: string) => string | undefined;

/** @param lookUp the value of a variable @param origin of the installation that is imported to */
export function readCandidates(data: unknown, lookUp: LookUp, origin: string): Candidate[] {
  return configuredServers(data).map((server) =>
    server.url === null ? localCandidate(server) : remoteCandidate(server, server.url, lookUp, origin),
  );
}

/** What to do with a server that a client starts itself. */
export const wayOut =
  'A gateway reaches servers by URL. Import the hosted version of such a server if its maker has one, or put it behind HTTP and import that address: npx -y supergateway --outputTransport streamableHttp --stdio "COMMAND". Or leave it in the client, beside the workspace.';

function localCandidate({ name, command, args, isDisabled }: ConfiguredServer): Candidate {
  const what = maskText([command, args.find((arg) => !arg.startsWith('-'))].filter(Boolean).join(' ')).slice(0, 80);
  const notes = [`It is a program on your own machine: ${what}.`];
  return { name, address: null, input: null, isDisabled, headers: [], missing: [], reads: [], notes };
}

function remoteCandidate(server: ConfiguredServer, written: string, lookUp: LookUp, origin: string): Candidate {
  const missing = new Set<string>();
  const reads = new Set<string>();
  const fill = (text: string) => {
    const resolved = resolveReferences(text, (variable) => {
      // What opens this very product is nobody else's to be told.
      const value = variable.startsWith('AEROSTACK_') ? undefined : lookUp(variable);
      if (value) reads.add(variable);
      return value;
    });
    for (const one of resolved.missing) missing.add(one);
    return resolved.text;
  };
  const { url, basic } = splitUserinfo(fill(written));
  const shown = withoutReferences(written) === written ? url : splitUserinfo(written).url;
  const headers = {
    ...basic,
    ...Object.fromEntries(Object.entries(server.headers).map(([name, value]) => [name, fill(value)])),
  };
  const { kept, dropped } = sortHeaders(headers);
  const notes = dropped.map(
    (name) => `Its header ${name} is left out: the gateway writes that itself, or cannot send it.`,
  );
  if (/\?./.test(url))
    notes.push('Its address holds more than a path. It is stored as the address, visible to admins of the workspace.');
  const candidate = {
    name: server.name,
    address: maskText(shown),
    isDisabled: server.isDisabled,
    headers: Object.keys(kept),
    missing: [...missing],
    reads: [...reads],
  };
  if (workspaceOf(server) !== null && url.startsWith(`${origin}/ws/`))
    return { ...candidate, input: null, notes: ['It is a workspace of this very gateway.'] };
  if (!/^https?:/i.test(url))
    return { ...candidate, input: null, notes: ['Its address is no web address (https://…).'] };
  if (missing.size > 0)
    return {
      ...candidate,
      input: null,
      notes: [`Set ${[...missing].join(', ')} in the environment, and import again.`],
    };
  const input = { name: server.name.replace(/\s+/g, ' ').trim().slice(0, 80), url, auth: authOf(kept) };
  const checked = CreateServerInput.safeParse(input);
  if (checked.success) return { ...candidate, input, notes };
  return {
    ...candidate,
    input: null,
    notes: checked.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
  };
}

/** `https://user:password@host` is Basic authentication, written into the address. */
function splitUserinfo(text: string): { url: string; basic: Record<string, string> } {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.username === '') return { url: text, basic: {} };
  const pair = `${decoded(url.username)}:${decoded(url.password)}`;
  url.username = '';
  url.password = '';
  return { url: url.href, basic: { Authorization: `Basic ${Buffer.from(pair).toString('base64')}` } };
}

/** A percent sign that begins no escape stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Which headers can be kept as credentials. Those of the connection itself, such as `Accept`, cannot. */
function sortHeaders(headers: Record<string, string>): { kept: Record<string, string>; dropped: string[] } {
  const isKept = ([name, value]: [string, string]) =>
    ServerAuthInput.safeParse({ type: 'headers', headers: { [name]: value } }).success;
  const entries = Object.entries(headers);
  return {
    kept: Object.fromEntries(entries.filter(isKept)),
    dropped: entries.filter((entry) => !isKept(entry)).map(([name]) => name),
  };
}

function authOf(headers: Record<string, string>): ServerAuthInput {
  const [first, another] = Object.entries(headers);
  if (first === undefined) return { type: 'none' };
  const token = first[0].toLowerCase() === 'authorization' ? /^Bearer +(\S+)$/i.exec(first[1])?.[1] : undefined;
  return token !== undefined && another === undefined ? { type: 'bearer', token } : { type: 'headers', headers };
}
