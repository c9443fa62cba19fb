import { isJsonObject, type JsonObject } from './json-object';

/** What a server lists; the values of `catalogue_entries.kind`. */
export const entryKinds = ['tool', 'prompt', 'resource', 'resource_template'] as const;
export type EntryKind = (typeof entryKinds)[number];

/** How one kind of list is asked for, and what makes an entry of it usable. */
export interface ListKind {
  kind: EntryKind;
  method: string;
  /** The member of the result that holds the list. */
  member: string;
  /** What the server announces when it has such a list; tools are asked for in any case. */
  capability: string;
  /** For sentences. */
  singular: string;
  plural: string;
  /** What an entry must have, for the sentence about those that do not. */
  needs: string;
  entriesMax: number;
  charsMax: number;
  /** What names an entry among its kind; null for one that no client could use. */
  nameOf(entry: JsonObject): string | null;
}

const nameLengthMax = 200;
/** With the server's id and the kind in one index row, of which PostgreSQL takes 2700 bytes. */
const uriBytesMax = 2_000;
const millionChars = 1024 * 1024;

const readName = ({ name }: JsonObject) =>
  typeof name === 'string' && name.length <= nameLengthMax && /^[^\p{Cc}\p{Cs}]+$/u.test(name) ? name : null;

/** The arguments of a call are an object; a schema that names no type is shown as one of that type. */
const takesArguments = (schema: unknown) =>
  isJsonObject(schema) && (schema.type === undefined || schema.type === 'object');

const isStorable = (text: unknown): text is string =>
  typeof text === 'string' && Buffer.byteLength(text) <= uriBytesMax && /^[^\p{Cc}\p{Cs}\s]+$/u.test(text);

export const listKinds: Readonly<Record<EntryKind, ListKind>> = {
  tool: {
    kind: 'tool',
    method: 'tools/list',
    member: 'tools',
    capability: 'tools',
    singular: 'tool',
    plural: 'tools',
    needs: 'a usable name or an input schema of type object',
    entriesMax: 2_000,
    charsMax: 20 * millionChars,
    nameOf: (tool) => (takesArguments(tool.inputSchema) ? readName(tool) : null),
  },
  prompt: {
    kind: 'prompt',
    method: 'prompts/list',
    member: 'prompts',
    capability: 'prompts',
    singular: 'prompt',
    plural: 'prompts',
    needs: 'a usable name',
    entriesMax: 2_000,
    charsMax: 4 * millionChars,
    nameOf: readName,
  },
  resource: {
    kind: 'resource',
    method: 'resources/list',
    member: 'resources',
    capability: 'resources',
    singular: 'resource',
    plural: 'resources',
    needs: 'a usable URI',
    entriesMax: 2_000,
    charsMax: 4 * millionChars,
    nameOf: ({ uri }) => (isStorable(uri) && URL.canParse(uri) ? uri : null),
  },
  resource_template: {
    kind: 'resource_template',
    method: 'resources/templates/list',
    member: 'resourceTemplates',
    capability: 'resources',
    singular: 'resource template',
    plural: 'resource templates',
    needs: 'a usable URI template',
    entriesMax: 2_000,
    charsMax: 4 * millionChars,
    nameOf: ({ uriTemplate }) => (isStorable(uriTemplate) ? uriTemplate : null),
  },
};

/** The lists worth asking a server for that announced these capabilities. */
export const announcedKinds = (capabilities: JsonObject): ListKind[] =>
  entryKinds
    .map((kind) => listKinds[kind])
    .filter(({ kind, capability }) => kind === 'tool' || isJsonObject(capabilities[capability]));
