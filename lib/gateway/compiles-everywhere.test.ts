import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../servers/json-object';
import { compilesEverywhere } from './compiles-everywhere';

/** What SDK v1 does with every output schema of a list. */
function clientCompiles(schema: JsonObject): boolean {
  try {
    new AjvJsonSchemaValidator().getValidator(schema);
    return true;
  } catch {
    return false;
  }
}

const property = (a: unknown) => ({ type: 'object', properties: { a } });

describe('an output schema', () => {
  it.each<JsonObject>([
    {},
    property({ type: ['string', 'null'], nullable: true, format: 'email', pattern: '^\\p{L}+$' }),
    property(true),
    { type: 'object', properties: { id: { type: 'integer' }, type: { enum: ['a'] }, $ref: { const: 1 } } },
    { ...property({ $ref: '#/$defs/a~1b' }), $defs: { 'a/b': { anyOf: [{ $ref: '#' }, { type: 'null' }] } } },
    {
      ...property({ items: [{}, false], additionalItems: false }),
      $id: 'https://example.com/one',
      additionalProperties: false,
    },
    { type: 'object', 'x-anything': { nullable: 7 }, default: { $ref: 7 }, patternProperties: { '^a': {} } },
    { $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object', prefixItems: [{}] },
  ])('that clients compile is shown: %j', (schema) => {
    expect([compilesEverywhere(schema), clientCompiles(schema)]).toEqual([true, true]);
  });

  it.each<JsonObject>([
    property({ type: 'str' }),
    property({ nullable: true }),
    property({ pattern: '(?P<year>\\d+)' }),
    property({ pattern: 7 }),
    property({ enum: [] }),
    property({ $ref: '#/$defs/missing' }),
    property({ $ref: 'https://elsewhere.example/schema.json' }),
    property({ exclusiveMinimum: true, minimum: 1 }),
    property({ id: 'draft-4', type: 'string' }),
    property({ anyOf: {} }),
    property({ items: 'string' }),
    { type: 'object', required: true },
    { type: 'object', additionalProperties: 'no' },
    { type: 'object', $id: 7 },
  ])('that a client fails to compile is not: %j', (schema) => {
    expect([compilesEverywhere(schema), clientCompiles(schema)]).toEqual([false, false]);
  });

  it.each<JsonObject>([property('string'), property([]), { type: 'object', patternProperties: { '(?P<x>)': {} } }])(
    'that is no schema is not, though some clients overlook it: %j',
    (schema) => {
      expect(compilesEverywhere(schema)).toBe(false);
    },
  );

  it.each<JsonObject>([
    property({ $id: 'https://example.com/part' }),
    property({ $anchor: 'part' }),
    { type: 'object', 'x-parts': { one: { $id: 'https://example.com/part' } } },
  ])('with a name below its root, which another tool may use too, is not: %j', (schema) => {
    expect(compilesEverywhere(schema)).toBe(false);
  });
});
