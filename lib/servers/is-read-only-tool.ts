import { isJsonObject } from './json-object';

/** Whether a tool's definition says that it changes nothing. Its server's word is all there is; a scope built on it trusts the server. */
export function isReadOnlyTool(definition: unknown): boolean {
  const annotations = isJsonObject(definition) ? definition.annotations : undefined;
  return isJsonObject(annotations) && annotations.readOnlyHint === true;
}
