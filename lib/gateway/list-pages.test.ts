import { describe, expect, it } from 'vitest';
import { listPages, pageAt } from './list-pages';

const entries = Array.from({ length: 2_500 }, (_, i) => `{"name":"t${i}"}`);
const pages = (revision: number) => listPages('tools/list', 'modern', () => entries, { revision, meta: ['"k":1'] });
const read = (text: string | undefined) => JSON.parse(text ?? 'null');

describe('a long list', () => {
  it('is read page by page to its end, each entry once', () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < 3; page += 1) {
      const result = read(`${pageAt(pages(7), cursor)}`);
      seen.push(...result.tools.map(({ name }: { name: string }) => name));
      cursor = result.nextCursor;
    }
    expect(cursor).toBeUndefined();
    expect(seen).toHaveLength(2_500);
    expect(new Set(seen).size).toBe(2_500);
  });

  it('knows no cursor of another revision, of the first page, or of nobody', () => {
    const { nextCursor } = read(pageAt(pages(7), undefined));
    expect(pageAt(pages(8), nextCursor)).toBeUndefined();
    for (const cursor of [
      '',
      'x',
      1,
      null,
      Buffer.from('7.0').toString('base64url'),
      Buffer.from('7.3').toString('base64url'),
    ])
      expect(pageAt(pages(7), cursor)).toBeUndefined();
  });

  it('says in each era what the era wants, on every page, also when it is empty', () => {
    const modern = { resultType: 'complete', ttlMs: 0, cacheScope: 'private', _meta: { k: 1 } };
    for (const text of pages(7).pages) expect(read(text)).toMatchObject(modern);
    const empty = listPages('resources/templates/list', 'legacy', () => [], { revision: 1, meta: [] });
    expect(empty.pages).toEqual(['{"resourceTemplates":[]}']);
  });
});
