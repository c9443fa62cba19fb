import { describe, expect, it } from 'vitest';
import { type Shown, shownPrompt, shownResource, shownResourceTemplate, shownTool } from './shown-entry';

const tool = (more: string) => `{"name":"t","inputSchema":{"type":"object"}${more}}`;
const input = (schema: string) => `{"name":"t","inputSchema":${schema}}`;
const modern = (shown: Shown | null) => shown?.modern;
const legacy = (shown: Shown | null) => shown?.legacy;

describe('a tool', () => {
  it('in which nothing is wrong is shown byte for byte, to every client', () => {
    const odd = `{ "name" : "t",\n"inputSchema":{"type":"\\u006fbject","maximum":12345678901234567890.10,"required":[]}, "x":"\\u00e9 } ]",
      "description":"d","title":"","icons":[ {"src":"data:,","sizes":["any"],"theme":"dark","y":1}],"_meta":{},
      "annotations":{"readOnlyHint":true,"z":null},"execution":{"taskSupport":"optional"} }`;
    expect(shownTool(odd)).toEqual({ modern: odd, legacy: odd, wrapsOutput: false });
  });

  it.each(['null', '"object"', '[]', 'true', '{"type":"array"}', '{"type":null}', '{"type":["object"]}'])(
    'whose input schema is %s is not shown',
    (schema) => {
      expect(shownTool(input(schema))).toBeNull();
      expect(shownTool('{"name":"t"}')).toBeNull();
    },
  );

  it.each([
    ['{}', '{"type":"object"}'],
    ['{ "n":1e2 }', '{"type":"object", "n":1e2 }'],
    ['{"type":"object","properties":[],"x":1}', '{"type":"object","x":1}'],
    ['{"type":"object","properties":null}', '{"type":"object"}'],
    ['{"type":"object","required":null}', '{"type":"object"}'],
    ['{"type":"object","required":["a",7],"x":1}', '{"type":"object","x":1}'],
    ['{"type":"object","$schema":7}', '{"type":"object"}'],
  ])('is shown with its input schema %s mended', (schema, mended) => {
    const shown = shownTool(input(schema));
    expect([modern(shown), legacy(shown)]).toEqual([input(mended), input(mended)]);
  });

  it.each([
    ...['description', 'title'].flatMap((key) => [`"${key}":null`, `"${key}":7`, `"${key}":["x"]`]),
    ...['annotations', 'icons', '_meta', 'execution', 'outputSchema'].flatMap((key) => [
      `"${key}":null`,
      `"${key}":"x"`,
    ]),
    '"annotations":[]',
    '"icons":{}',
    '"_meta":[]',
    '"outputSchema":[]',
  ])('is shown without the member %s, which is of the wrong type', (wrong) => {
    const shown = shownTool(tool(`,${wrong},"x":12345678901234567890`));
    const kept = tool(',"x":12345678901234567890');
    expect(shown).toEqual({ modern: kept, legacy: kept, wrapsOutput: false });
  });

  it.each([
    ['"annotations":{"title":"T","readOnlyHint":"yes","destructiveHint":null}', '"annotations":{"title":"T"}'],
    ['"execution":{"taskSupport":"sometimes","x":1}', '"execution":{"x":1}'],
    ['"icons":[{"src":"data:,"},{"sizes":["any"]},7]', '"icons":[{"src":"data:,"}]'],
    ['"icons":[{"src":"data:,","mimeType":null,"sizes":"48x48","theme":"blue"}]', '"icons":[{"src":"data:,"}]'],
  ])('is shown with %s as %s', (wrong, mended) => {
    expect(modern(shownTool(tool(`,${wrong}`)))).toBe(tool(`,${mended}`));
  });

  it('has an object for each property where the era wants one, and what the server wrote where it does not', () => {
    const schema =
      '{"type":"object","properties":{ "a":true,"b":false,"c":{"minimum":1e2},"d":null,"e":"string","f":[]}}';
    const plain = '{"type":"object","properties":{"a":{},"b":{"not":{}},"c":{"minimum":1e2},"d":{},"e":{},"f":{}}}';
    const shown = shownTool(tool(`,"outputSchema":${schema}`).replace('{"type":"object"}', schema));
    expect(modern(shown)).toBe(`{"name":"t","inputSchema":${schema},"outputSchema":${schema}}`);
    expect(legacy(shown)).toBe(`{"name":"t","inputSchema":${plain},"outputSchema":${plain}}`);
  });

  it('shows the 2025-era an output schema of another type than object inside one', () => {
    const shown = shownTool(tool(',"outputSchema":{"type":"array"}'));
    expect(shown).toEqual({
      modern: tool(',"outputSchema":{"type":"array"}'),
      legacy: tool(',"outputSchema":{"type":"object","properties":{"result":{"type":"array"}},"required":["result"]}'),
      wrapsOutput: true,
    });
  });

  it('shows the 2025-era no output schema that its clients fail to compile, for they would lose the whole list', () => {
    const failing = [
      '{"type":"object","properties":{"a":{"pattern":"(?P<x>)"}}}',
      '{"type":"array","items":{"$ref":"#/$defs/a"},"$defs":{"a":{}}}',
    ];
    for (const schema of failing) {
      const shown = shownTool(tool(`,"outputSchema":${schema}`));
      expect([modern(shown), legacy(shown)]).toEqual([tool(`,"outputSchema":${schema}`), tool('')]);
    }
  });
});

describe('a prompt', () => {
  it.each([
    ['"arguments":null,"title":7,"icons":null,"_meta":7', null],
    ['"arguments":{"a":1}', null],
    ['"arguments":[{"name":"a","x":1e2},7,{"description":"nameless"}]', '"arguments":[{"name":"a","x":1e2}]'],
    ['"arguments":[{"name":"a","description":null,"required":"yes"}]', '"arguments":[{"name":"a"}]'],
  ])('with %s is shown with %s', (wrong, mended) => {
    const shown = mended === null ? '{"name":"p"}' : `{"name":"p",${mended}}`;
    expect(shownPrompt(`{"name":"p",${wrong}}`)).toEqual({ modern: shown, legacy: shown });
  });
});

describe('a resource', () => {
  it('in which nothing is wrong is shown byte for byte', () => {
    const good =
      '{ "uri":"test://a","name":"","size":1e2,"annotations":{"audience":["user"],"priority":0.5,"lastModified":"2025-01-12T15:00:58Z"},"mimeType":"a/b" }';
    expect(modern(shownResource(good))).toBe(good);
  });

  it.each([
    ['{"uri":"test://\\u0061"}', '{"name":"test://\\u0061","uri":"test://\\u0061"}'],
    ['{"uri":"test://a","name":null}', '{"name":"test://a","uri":"test://a"}'],
    [
      '{"uri":"test://a","name":"n","title":7,"description":null,"mimeType":[],"size":"1","icons":7,"_meta":null}',
      '{"uri":"test://a","name":"n"}',
    ],
    [
      '{"uri":"test://a","name":"n","annotations":{"audience":["all"],"priority":7,"lastModified":"yesterday","x":1}}',
      '{"uri":"test://a","name":"n","annotations":{"x":1}}',
    ],
  ])('%s is shown as %s', (definition, shown) => {
    expect(modern(shownResource(definition))).toBe(shown);
  });

  it('template without a name goes by what it is a template of', () => {
    expect(modern(shownResourceTemplate('{"uriTemplate":"test://{id}","mimeType":7}'))).toBe(
      '{"name":"test://{id}","uriTemplate":"test://{id}"}',
    );
  });
});
