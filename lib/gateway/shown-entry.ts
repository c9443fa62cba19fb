import { z } from 'zod';
import { elements, member, members, slice } from '../json-spans';
import type { Era } from '../mcp-protocol';
import { isJsonObject } from '../servers/json-object';
import { compilesEverywhere } from './compiles-everywhere';

/**
 * The official clients check a list as a whole: one member of the wrong type in one entry, and the client has no list at all. So
 * what is wrong is taken out of what is shown, as small a part as possible; every other byte stays as the server wrote it.
 */
export type Shown = Readonly<Record<Era, string>>;

export interface ShownTool extends Shown {
  /** 2025-era clients see an output schema around the server's, because theirs must be of type object. */
  wrapsOutput: boolean;
}

/** What may be shown of a value, as JSON text: all of it where nothing is wrong, null where it is of no use. */
type Shape = (text: string) => string | null;

const when =
  (fits: (value: unknown) => boolean): Shape =>
  (text) =>
    fits(JSON.parse(text)) ? text : null;
const string = when((value) => typeof value === 'string');
const boolean = when((value) => typeof value === 'boolean');
const strings = when((value) => Array.isArray(value) && value.every((one) => typeof one === 'string'));
const oneOf = (...words: string[]) => when((value) => words.includes(value as string));
const fitting = (schema: z.ZodType) => when((value) => schema.safeParse(value).success);
const anyObject: Shape = (text) => (text.startsWith('{') ? text : null);

/** An array without the elements that are of no use. */
const listOf =
  (shape: Shape): Shape =>
  (text) => {
    if (!text.startsWith('[')) return null;
    const values = elements(text).map((span) => slice(text, span));
    const shown = values.map(shape);
    return shown.every((one, i) => one === values[i]) ? text : `[${shown.filter((one) => one !== null).join(',')}]`;
  };

/** An object without those of its known members that are of no use; of none itself when one that it needs is missing. */
function object(shapes: Record<string, Shape>, needed: readonly string[] = []): Shape {
  const byKey = new Map(Object.entries(shapes));
  return (text) => {
    if (!text.startsWith('{')) return null;
    const present = new Set<string>();
    const shown = withValues(text, (key, value) => {
      const usable = byKey.get(key)?.(value);
      if (usable !== null) present.add(key);
      return usable === undefined ? value : usable;
    });
    return needed.every((key) => present.has(key)) ? shown : null;
  };
}

/** The object with the values that `show` gives; null leaves the member out. */
function withValues(text: string, show: (key: string, value: string) => string | null): string {
  const parts: string[] = [];
  let isSame = true;
  for (const one of members(text)) {
    const value = slice(text, one);
    const shown = show(one.key, value);
    if (shown !== value) isSame = false;
    if (shown !== null) parts.push(text.slice(one.keyStart, one.start) + shown);
  }
  return isSame ? text : `{${parts.join(',')}}`;
}

const withMember = (text: string, added: string) =>
  members(text).length === 0 ? `{${added}}` : `{${added},${text.slice(1)}`;

const icon = object({ src: string, mimeType: string, sizes: strings, theme: oneOf('light', 'dark') }, ['src']);
/** What all kinds of entries have in common. */
const described = { title: string, description: string, icons: listOf(icon), _meta: anyObject };

const schema = object({ $schema: string, properties: anyObject, required: strings });

/** A schema of another type than object takes no arguments of ours; one that names no type means this one. */
const inputSchema: Shape = (text) => {
  const shown = schema(text);
  if (shown === null) return null;
  const type = member(members(shown), 'type');
  if (type === undefined) return withMember(shown, '"type":"object"');
  return JSON.parse(slice(shown, type)) === 'object' ? shown : null;
};

const tool = object(
  {
    ...described,
    name: string,
    inputSchema,
    outputSchema: schema,
    annotations: object({
      title: string,
      readOnlyHint: boolean,
      destructiveHint: boolean,
      idempotentHint: boolean,
      openWorldHint: boolean,
    }),
    execution: object({ taskSupport: oneOf('required', 'optional', 'forbidden') }),
  },
  ['name', 'inputSchema'],
);

const prompt = object(
  {
    ...described,
    name: string,
    arguments: listOf(object({ name: string, title: string, description: string, required: boolean }, ['name'])),
  },
  ['name'],
);

const aboutResource = {
  ...described,
  name: string,
  mimeType: string,
  size: when(Number.isFinite),
  annotations: object({
    audience: fitting(z.array(z.enum(['user', 'assistant']))),
    priority: fitting(z.number().min(0).max(1)),
    lastModified: fitting(z.iso.datetime({ offset: true })),
  }),
};
const resource = object({ ...aboutResource, uri: string }, ['uri']);
const resourceTemplate = object({ ...aboutResource, uriTemplate: string }, ['uriTemplate']);

/** Null for a tool that no client could call. */
export function shownTool(definition: string): ShownTool | null {
  const modern = tool(definition);
  if (modern === null) return null;
  const { outputSchema } = JSON.parse(modern) as { outputSchema?: { type?: unknown } };
  const wrapsOutput = outputSchema !== undefined && outputSchema.type !== 'object';
  const legacy = withValues(modern, (key, value) => {
    if (key === 'inputSchema') return withPlainProperties(value);
    return key === 'outputSchema' ? legacyOutputSchema(value, wrapsOutput) : value;
  });
  return { modern, legacy, wrapsOutput };
}

/** Null for a prompt that no client could get. */
export const shownPrompt = (definition: string): Shown | null => alike(prompt(definition));

/** Null for a resource that no client could read. One without a name goes by its URI. */
export const shownResource = (definition: string): Shown | null => alike(withName(resource(definition), 'uri'));

/** Null for a template that no client could use. One without a name goes by its URI template. */
export const shownResourceTemplate = (definition: string): Shown | null =>
  alike(withName(resourceTemplate(definition), 'uriTemplate'));

const alike = (text: string | null): Shown | null => (text === null ? null : { modern: text, legacy: text });

function withName(text: string | null, key: string): string | null {
  if (text === null) return null;
  const found = members(text);
  const substitute = member(found, key);
  if (substitute === undefined || member(found, 'name') !== undefined) return text;
  return withMember(text, `"name":${slice(text, substitute)}`);
}

/** The 2025-era wants an object for each property; `true` and `false`, which are schemas too, are put into that form. */
const withPlainProperties = (text: string) =>
  withValues(text, (key, value) => (key === 'properties' ? withValues(value, (_name, one) => asObject(one)) : value));

function asObject(subschema: string): string {
  if (subschema.startsWith('{')) return subschema;
  return subschema === 'false' ? '{"not":{}}' : '{}';
}

/** Null when clients that compile it with the list would fail: without it they take the result as it comes. */
function legacyOutputSchema(text: string, isWrapped: boolean): string | null {
  const shown = isWrapped
    ? `{"type":"object","properties":{"result":${text}},"required":["result"]}`
    : withPlainProperties(text);
  const parsed: unknown = JSON.parse(shown);
  return isJsonObject(parsed) && compilesEverywhere(parsed) ? shown : null;
}
