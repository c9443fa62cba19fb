export interface Parameter {
  name: string;
  /** A short word for the type: `string`, `integer[]`, `"a" | "b"`. */
  type: string;
  required: boolean;
  description: string;
}

/** The top-level parameters of a JSON Schema, whatever a server wrote in it; what is not understood is named `any`. */
export function parametersOf(schema: unknown): Parameter[] {
  if (!isRecord(schema) || !isRecord(schema.properties)) return [];
  const required = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(schema.properties).map(([name, property]) => ({
    name,
    type: typeOf(property),
    required: required.includes(name),
    description: isRecord(property) && typeof property.description === 'string' ? property.description : '',
  }));
}

/** How many literal values of an enumeration are spelled out. */
const literalsMax = 6;

function typeOf(schema: unknown, depth = 0): string {
  if (!isRecord(schema) || depth > 2) return 'any';
  if (Array.isArray(schema.enum)) return literals(schema.enum);
  if ('const' in schema) return JSON.stringify(schema.const);
  const choices = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(choices)) return [...new Set(choices.map((choice) => typeOf(choice, depth + 1)))].join(' | ');
  if (schema.type === 'array') return `${typeOf(schema.items, depth + 1)}[]`;
  if (Array.isArray(schema.type)) return schema.type.join(' | ');
  return typeof schema.type === 'string' ? schema.type : 'any';
}

function literals(values: unknown[]): string {
  const shown = values.slice(0, literalsMax).map((value) => JSON.stringify(value));
  return [...shown, ...(values.length > literalsMax ? ['…'] : [])].join(' | ');
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
