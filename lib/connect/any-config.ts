import { clients } from './clients';
import { UnreadableConfig } from './config-format';
import { isTable } from './config-path';
import { jsonConfig } from './json-config';
import { tomlConfig } from './toml-config';
import { yamlConfig } from './yaml-config';

const byEnding = { json: jsonConfig, jsonc: jsonConfig, toml: tomlConfig, yaml: yamlConfig, yml: yamlConfig };

/**
 * The data of a configuration whose format is told by its name or, without one, by itself.
 * @throws UnreadableConfig with the fault of the format that it looks like
 */
export function readAnyConfig(text: string, name: string | null): unknown {
  const ending = /\.(json|jsonc|toml|ya?ml)$/i.exec(name ?? '')?.[1]?.toLowerCase();
  if (ending !== undefined) return byEnding[ending as keyof typeof byEnding].read(text);
  const likely = /^\s*(\/[/*]|[{[]\s*["}/\]])/.test(text)
    ? jsonConfig
    : /^\s*(\[|[\w.-]+\s*=)/m.test(text)
      ? tomlConfig
      : yamlConfig;
  try {
    return likely.read(text);
  } catch (error) {
    if (!(error instanceof UnreadableConfig)) throw error;
    for (const other of [jsonConfig, tomlConfig, yamlConfig]) {
      const data = tryRead(other, text);
      if (isTable(data)) return data;
    }
    throw error;
  }
}

function tryRead(format: typeof jsonConfig, text: string): unknown {
  try {
    return format.read(text);
  } catch {
    return undefined;
  }
}

/** The client whose file this is by its path, such as `/home/alice/.cursor/mcp.json`; null when it cannot be told. */
export function clientOfFile(path: string): string | null {
  const slashed = path.replaceAll('\\', '/');
  const tails = clients.flatMap((client) =>
    [
      ...client.user.flatMap((place) => (typeof place === 'string' ? [place] : Object.values(place))),
      ...client.project,
    ].map((place) => ({
      label: client.label,
      tail: place
        .split('/')
        .slice(-2)
        .join('/')
        .replace(/^.*\}\/|^~\//, ''),
    })),
  );
  const fitting = tails.filter(({ tail }) => slashed === tail || slashed.endsWith(`/${tail}`));
  const [longest] = fitting.sort((a, b) => b.tail.length - a.tail.length);
  const isAmbiguous = fitting.some(
    ({ tail, label }) => tail.length === longest?.tail.length && label !== longest.label,
  );
  return longest === undefined || isAmbiguous ? null : longest.label;
}
