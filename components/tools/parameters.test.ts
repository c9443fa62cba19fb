import { describe, expect, it } from 'vitest';
import { parametersOf } from './parameters';

describe('parameters of a tool', () => {
  it('shows name, type, need and description of each', () => {
    const schema = {
      type: 'object',
      required: ['path'],
      properties: {
        path: { type: 'string', description: 'Where to look' },
        depth: { type: ['integer', 'null'] },
        kinds: { type: 'array', items: { enum: ['file', 'folder'] } },
        either: { anyOf: [{ type: 'number' }, { const: 'all' }] },
      },
    };
    expect(parametersOf(schema)).toEqual([
      { name: 'path', type: 'string', required: true, description: 'Where to look' },
      { name: 'depth', type: 'integer | null', required: false, description: '' },
      { name: 'kinds', type: '"file" | "folder"[]', required: false, description: '' },
      { name: 'either', type: 'number | "all"', required: false, description: '' },
    ]);
  });

  it.each([null, true, 'x', [], {}, { properties: [] }, { properties: null }])(
    'does not fall over a schema that is none: %j',
    (schema) => expect(parametersOf(schema)).toEqual([]),
  );

  it('names what it does not understand instead of guessing', () => {
    expect(parametersOf({ required: 'x', properties: { a: true, b: { $ref: '#' }, c: { description: 7 } } })).toEqual(
      ['a', 'b', 'c'].map((name) => ({ name, type: 'any', required: false, description: '' })),
    );
  });
});
