import type { OpenedServer } from './connections';
import type { JsonObject } from './json-object';

const instructionsLengthMax = 32 * 1024;
const objectLengthMax = 32 * 1024;

/** What a server says of itself, as columns hold it: bounded, and in a form that both databases give back unchanged. */
export function describeServer({ protocolVersion, serverInfo, instructions, capabilities }: OpenedServer) {
  return {
    protocolVersion,
    serverInfo: serverInfo === null ? null : serverInfoText(serverInfo),
    instructions: instructions === null ? null : storable(instructions, instructionsLengthMax),
    capabilities: capabilitiesText(capabilities),
  };
}

function serverInfoText(info: JsonObject): string {
  const text = JSON.stringify(info);
  if (text.length <= objectLengthMax) return text;
  const { name, title, version } = info; // What is left out is icons, which may be whole pictures.
  return JSON.stringify({ name: cut(name), title: cut(title), version: cut(version) });
}

/** One that is too long loses what no revision defines, then everything: all that follows from it is asked of the server again. */
function capabilitiesText(capabilities: JsonObject): string {
  const text = JSON.stringify(capabilities);
  if (text.length <= objectLengthMax) return text;
  const { tools, prompts, resources, completions, logging } = capabilities;
  const known = JSON.stringify({ tools, prompts, resources, completions, logging });
  return known.length <= objectLengthMax ? known : '{}';
}

const cut = (value: unknown) => (typeof value === 'string' ? value.slice(0, 200) : undefined);

/** No NUL, no half surrogates; else every refresh would look like a change. */
const storable = (text: string, lengthMax: number) =>
  Buffer.from(text.slice(0, lengthMax).replaceAll('\0', '')).toString();
