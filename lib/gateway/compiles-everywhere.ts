import { isJsonObject, type JsonObject } from '../servers/json-object';

/** What the value of a keyword must be; one that is not named here may be anything. */
const wanted: Readonly<Record<string, (value: unknown, root: JsonObject) => boolean>> = {
  $ref: (value, root) => typeof value === 'string' && resolves(value, root),
  type: isType,
  pattern: isPattern,
  format: isString,
  $schema: isString,
  enum: isFilledArray,
  required: (value) => Array.isArray(value) && value.every(isString),
  uniqueItems: isBoolean,
  nullable: isBoolean,
  ...forAll(['maximum', 'minimum', 'exclusiveMaximum', 'exclusiveMinimum', 'multipleOf'], Number.isFinite),
  ...forAll(['maxLength', 'minLength', 'maxItems', 'minItems', 'maxProperties', 'minProperties'], Number.isInteger),
  ...forAll(['allOf', 'anyOf', 'oneOf'], (value, root) => isFilledArray(value) && areSchemas(value, root)),
  ...forAll(['properties', '$defs', 'definitions'], isMapOfSchemas),
  ...forAll(['additionalProperties', 'propertyNames', 'not', 'if', 'then', 'else'], isSchema),
  ...forAll(['additionalItems', 'contains'], isSchema),
  items: (value, root) =>
    Array.isArray(value) ? isFilledArray(value) && areSchemas(value, root) : isSchema(value, root),
  patternProperties: (value, root) =>
    isMapOfSchemas(value, root) && Object.keys(value as JsonObject).every((key) => isPattern(key)),
  dependencies: (value, root) =>
    isJsonObject(value) &&
    Object.values(value).every((one) => (Array.isArray(one) ? one.every(isString) : isSchema(one, root))),
  // Draft 4, of which the validators of later drafts want to know nothing.
  id: () => false,
  $async: () => false,
};

/**
 * Whether every client can compile this schema, as those of 2025 do for the output schemas of a whole list at once: keywords of
 * the types that draft 7 gives them, patterns of ECMAScript, references within the schema. Rather too strict than too lax.
 */
export const compilesEverywhere = (schema: JsonObject): boolean =>
  isSchema(schema, schema) && Object.values(schema).every((part) => !namesItself(part));

function isSchema(schema: unknown, root: JsonObject): boolean {
  if (typeof schema === 'boolean') return true;
  if (!isJsonObject(schema)) return false;
  const { nullable, type } = schema;
  if (nullable !== undefined && (type === undefined || nullable === false)) return false;
  if (schema.$id !== undefined && (schema !== root || !isString(schema.$id) || schema.$id.includes('#'))) return false;
  return Object.entries(schema).every(
    ([key, value]) => !Object.hasOwn(wanted, key) || wanted[key]?.(value, root) === true,
  );
}

/** Names below the root may be those of another tool's schema, and then neither of them compiles. */
function namesItself(part: unknown): boolean {
  if (typeof part !== 'object' || part === null) return false;
  return Object.entries(part).some(
    ([key, value]) => (identifiers.has(key) && typeof value === 'string') || namesItself(value),
  );
}
const identifiers = new Set(['$id', '$anchor', '$dynamicAnchor']);

/** JSON pointers only. */
function resolves(reference: string, root: JsonObject): boolean {
  if (reference === '#') return true;
  if (!reference.startsWith('#/') || reference.includes('%')) return false;
  let found: unknown = root;
  for (const part of reference.slice(2).split('/')) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return false;
    found = (found as JsonObject)[key];
  }
  return typeof found === 'boolean' || isJsonObject(found);
}

function isType(value: unknown): boolean {
  const types: unknown[] = Array.isArray(value) ? value : [value];
  return types.length > 0 && types.every((type) => typeNames.has(type));
}
const typeNames = new Set<unknown>(['string', 'number', 'integer', 'boolean', 'null', 'object', 'array']);

function isPattern(value: unknown): boolean {
  if (!isString(value)) return false;
  try {
    return new RegExp(value, 'u') !== null;
  } catch {
    return false;
  }
}

function isMapOfSchemas(value: unknown, root: JsonObject): boolean {
  return isJsonObject(value) && areSchemas(Object.values(value), root);
}

function areSchemas(value: unknown, root: JsonObject): boolean {
  return Array.isArray(value) && value.every((one) => isSchema(one, root));
}

function isFilledArray(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean';
}

function forAll<T>(keys: readonly string[], check: T): Record<string, T> {
  return Object.fromEntries(keys.map((key) => [key, check]));
}
