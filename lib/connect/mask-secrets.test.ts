import { expect, it } from 'vitest';
import { formatOf } from './client-entry';
import { clientFiles } from './client-files-fixture';
import { clientOf, clients } from './clients';
import { maskConfig, maskText } from './mask-secrets';

it('no secret of a configuration is left in what is shown of it, and all else is', () => {
  const secrets = ['notes-secret-77', 'jira-secret-1', 'c7-secret', 'hf_abcdefghijklmnop', '"abc"'];
  for (const { id } of clients) {
    const file = clientFiles[id];
    if (file === undefined) continue;
    const shown = maskConfig(formatOf(clientOf(id)), file);
    for (const secret of secrets) expect(shown).not.toContain(secret);
    expect(shown.split('\n').length).toBe(file.split('\n').length);
  }
  const cursor = maskConfig(formatOf(clientOf('cursor')), clientFiles.cursor ?? '');
  expect(cursor).toBe(clientFiles.cursor);
});

it.each([
  [`"Authorization": "Bearer mwt_${'7a3f'.repeat(12)}"`, '"Authorization": "Bearer mwt_7a3f…7a3f"'],
  ['// "Authorization": "Bearer sk-live-1234567890"', '// "Authorization": "Bearer …"'],
  ['--header=X: ghp_abcdefghijklmnopqrst', '--header=X: ghp_…'],
  ['https://mcp.exa.ai/mcp?exaApiKey=123', 'https://mcp.exa.ai/mcp?…'],
  ['https://bob:hunter2@x.example/mcp', 'https://…@x.example/mcp'],
  [`"Bearer \${TOKEN}"`, `"Bearer \${TOKEN}"`],
])('a secret is seen wherever it stands: %s', (text, shown) => {
  expect(maskText(text)).toBe(shown);
});
