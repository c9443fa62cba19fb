import type { Client } from '../connect/client';
import { formatOf } from '../connect/client-entry';
import { maskConfig, maskText } from '../connect/mask-secrets';
import { printable } from './printable';

/** What an edit changes in a file, as a unified diff without a secret in it. */
export async function describeEdit(
  path: string,
  client: Client,
  before: string | null,
  after: string,
): Promise<string> {
  const { createTwoFilesPatch } = await import('diff');
  const format = formatOf(client);
  const [old = '', changed = ''] = [before ?? '', after].map((text) => maskConfig(format, text));
  const from = before === null ? '/dev/null' : path;
  const patch = createTwoFilesPatch(from, path, old, changed, undefined, undefined, { context: 3 });
  const lines = patch.trimEnd().slice(patch.indexOf('--- ')).split('\n');
  return lines.map((line) => maskText(line).replace(/\r$/, '').split('\t').map(printable).join('\t')).join('\n');
}
