import { expect, it } from 'vitest';
import { resolveReferences } from './references';

const values: Record<string, string> = { TOKEN: 'abc', GITHUB_TOKEN: 'ghx', EMPTY: '' };

it.each([
  [`Bearer \${TOKEN}`, 'Bearer abc', []],
  [`Bearer \${env:TOKEN}`, 'Bearer abc', []],
  ['Bearer {env:TOKEN}', 'Bearer abc', []],
  ['Bearer $TOKEN', 'Bearer abc', []],
  [`Bearer \${{ secrets.TOKEN }}`, 'Bearer abc', []],
  ['Bearer {{TOKEN}}', 'Bearer abc', []],
  [`\${input:github-token}`, 'ghx', []],
  [`\${NONE:-fallback}`, 'fallback', []],
  [`\${EMPTY:-fallback}`, 'fallback', []],
  [`https://x/\${TOKEN}/\${TOKEN}`, 'https://x/abc/abc', []],
  [`Bearer \${NONE}`, `Bearer \${NONE}`, ['NONE']],
  [`\${EMPTY}`, `\${EMPTY}`, ['EMPTY']],
  [`\${input:perplexity-key}`, `\${input:perplexity-key}`, ['PERPLEXITY_KEY']],
  [`\${file:/run/key}`, `\${file:/run/key}`, ['the file /run/key']],
  ['costs $5, or $lower', 'costs $5, or $lower', []],
])(
  'a variable is found in the words of every client, and named when it has no value: %s',
  (text, resolved, missing) => {
    expect(resolveReferences(text, (name) => values[name])).toEqual({ text: resolved, missing });
  },
);
