import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { issueSecret, publishedBodies, readSecret, secretPrefixes } from '../tokens/token-format';

const read = (name: string) => readFileSync(`public/scanner-rules/${name}`, 'utf8');

/** What both scanners look for: their dialect (RE2) and ours read these patterns alike. */
const rules = {
  gitleaks: [...read('gitleaks.toml').matchAll(/^regex = '''(.*)'''\nkeywords = \["(.*)"\]$/gm)],
  trufflehog: [...read('trufflehog.yaml').matchAll(/keywords: \[(.*)\]\n {4}regex:\n {6}token: '(.*)'$/gm)].map(
    ([all, keyword, pattern]) => [all, pattern, keyword],
  ),
};

/** The published patterns; one for each kind of secret. */
const published = { mwt_: /\bmwt_[0-9a-f]{48}\b/, mwi_: /\bmwi_[0-9a-f]{48}\b/, ak_: /\bak_[0-9a-f]{48}\b/ };

describe.each(Object.entries(rules))('the rules for %s', (_, found) => {
  const patterns = found.map(([, pattern = '', keyword = '']) => ({ pattern: new RegExp(pattern, 'g'), keyword }));
  /** As a scanner does: a rule is tried where its keyword stands. */
  const scan = (text: string) =>
    patterns.flatMap(({ pattern, keyword }) =>
      text.includes(keyword) ? [...text.matchAll(pattern)].map(([all, group]) => group ?? all) : [],
    );

  it('are the published ones, one for each kind of secret', () => {
    const bare = found.map(([, pattern = '', keyword]) => [keyword, pattern.replace(/[()]/g, '')]);
    expect(bare).toEqual(Object.entries(published).map(([prefix, { source }]) => [prefix, source]));
  });

  it('find every secret that is issued, wherever it stands', () => {
    for (const prefix of secretPrefixes) {
      const secret = issueSecret(prefix);
      for (const text of [
        secret,
        `Authorization: Bearer ${secret}`,
        `{"Authorization":"Bearer ${secret}"}`,
        `AEROSTACK_MCP_TOKEN=${secret}\n`,
        `https://example.com/?token=${secret}&x=1`,
        `curl -H 'Authorization: Bearer ${secret}'`,
      ]) {
        expect([text, scan(text)]).toEqual([text, [secret]]);
      }
    }
  });

  it('leave alone what cannot be one', () => {
    const [body] = [issueSecret('mwt_').slice(4)];
    for (const text of [
      `mwt_${body.slice(1)}`,
      `mwt_${body}0`,
      `mwt_${body.toUpperCase().replace(/\d/g, 'A')}`,
      `xmwt_${body}`,
      `mwt-${body}`,
      body,
      `task_${body}`,
      'mwt_…',
      `$\{mwt_TOKEN}`,
    ]) {
      expect([text, scan(text)]).toEqual([text, []]);
    }
  });
});

it('gitleaks passes over the published examples and nothing else', () => {
  const [, list = ''] = /\[\[allowlists\]\][^[]*regexes = \[(.*?)\n\]/s.exec(read('gitleaks.toml')) ?? [];
  const allowed = [...list.matchAll(/'''(.*)'''/g)].map(([, pattern = '']) => new RegExp(pattern));
  const examples = ['963fbb8e', 'b9bba370', 'e4ccb7ee', '00317ec4'].map(
    (sum, index) => `${[...publishedBodies][index]}${sum}`,
  );
  expect(allowed).toHaveLength(examples.length);
  for (const prefix of secretPrefixes) {
    for (const example of examples) {
      expect(readSecret(prefix + example)).toMatchObject({ ok: true });
      expect(allowed.filter((pattern) => pattern.test(prefix + example))).toHaveLength(1);
    }
    expect(allowed.some((pattern) => pattern.test(issueSecret(prefix)))).toBe(false);
  }
});
