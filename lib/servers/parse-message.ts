import { isJsonObject, type JsonObject } from './json-object';

/** A JSON-RPC message; null for anything but a JSON object, which is an ordinary finding here: a web page, an empty event. */
export function parseMessage(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}
