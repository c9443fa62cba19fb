import { describe, expect, it } from 'vitest';
import type { CatalogueServer } from './deps';
import { ResourceIndex } from './resource-index';

const entry = (name: string) => ({ name, definition: '{}' });
const server = (id: string, over: Partial<CatalogueServer>) =>
  ({
    id,
    capabilities: { resources: {} },
    resources: [],
    resourceTemplates: [],
    ...over,
  }) as unknown as CatalogueServer;

describe('a resource belongs to', () => {
  const first = server('s1', { resources: [entry('a://1')], resourceTemplates: [entry('t://{id}')] });
  const second = server('s2', { resources: [entry('a://1'), entry('t://listed')] });
  const none = server('s3', { capabilities: {} });
  const index = new ResourceIndex([first, second, none]);

  it('the first server that lists it, before any template and any link', () => {
    expect(index.find('a://1', 's2')?.id).toBe('s1');
    expect(index.find('t://listed', 's1')?.id).toBe('s2');
  });

  it('the server whose result linked to it, then the one whose template it fits', () => {
    expect(index.find('t://7', 's2')?.id).toBe('s2');
    expect(index.find('t://7', undefined)?.id).toBe('s1');
    expect(index.find('t://7', 'gone')?.id).toBe('s1');
  });

  it('nobody when several might have it, and to the only server with resources otherwise', () => {
    expect(index.find('z://1', undefined)).toBeNull();
    expect(new ResourceIndex([none, second]).find('z://1', undefined)?.id).toBe('s2');
    expect(index.find('z://1', 's3')).toBeNull();
  });

  it('the server of its template, when a completion names that', () => {
    expect(index.ofTemplate('t://{id}')?.id).toBe('s1');
    expect(index.ofTemplate('a://1')?.id).toBe('s1');
    expect(index.ofTemplate('z://{id}')).toBeNull();
  });
});
