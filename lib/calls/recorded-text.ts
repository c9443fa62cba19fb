import { readKey, skipSpace, skipString, skipValue } from '../json-spans';
import { hideInText, redacted } from './hide-in-text';
import type { RecordedCall } from './schemas';

/** How much of arguments, and of a result, is kept: characters. */
export const recordedMax = 8192;
/** Tools answer with JSON inside of texts; deeper than this a text is only a text. */
const nestedMax = 3;

/**
 * JSON as it is recorded: without white space, the values of hidden fields replaced, and cut. It is read once from the start and no
 * further than what is kept, so that a result of megabytes costs as much as one of kilobytes.
 * @param json text that `JSON.parse` has accepted
 */
export function recordedText(
  json: string,
  isHidden: (field: string) => boolean,
  max = recordedMax,
  depth = 0,
): RecordedCall['arguments'] {
  const inObject: boolean[] = [];
  let out = '';
  let isKeyNext = false;
  let at = skipSpace(json, 0);
  while (at < json.length && out.length <= max) {
    const start = at;
    const first = json[at] as string;
    if (first === '"') {
      at = skipString(json, at);
      if (isKeyNext) {
        out += hideInText(json.slice(start, Math.min(at, start + max - out.length + beyond)), () => false);
        const valueAt = skipSpace(json, skipSpace(json, at) + 1);
        const isLeftOut = isHidden(nameOf(json, start, at));
        at = isLeftOut ? skipValue(json, valueAt) : valueAt;
        out += isLeftOut ? `:"${redacted}"` : ':';
        isKeyNext = false;
      } else out += recordedString(json, start, at, isHidden, max - out.length, depth);
    } else if (isOneOf('{}[],', first)) {
      if (isOneOf('{[', first)) inObject.push(first === '{');
      else if (first !== ',') inObject.pop();
      isKeyNext = isOneOf('{,', first) && inObject.at(-1) === true;
      out += first;
      at += 1;
    } else {
      at = Math.max(skipValue(json, at), at + 1);
      out += json.slice(start, at);
    }
    at = skipSpace(json, at);
  }
  return out.length > max || at < json.length
    ? { text: out.slice(0, max), is_cut: true }
    : { text: out, is_cut: false };
}

const isOneOf = (characters: string, one: string) => characters.includes(one);

/** A string that holds JSON is read as JSON, whole or cut; any other as a text. */
function recordedString(
  json: string,
  start: number,
  end: number,
  isHidden: (field: string) => boolean,
  room: number,
  depth: number,
): string {
  const { text, isWhole } = decoded(json.slice(start + 1, end - 1), room + beyond);
  if (depth >= nestedMax || !beginsJson.test(text)) return JSON.stringify(hideInText(text, isHidden));
  if (isWhole && !isJson(text)) return JSON.stringify(hideInText(text, isHidden));
  const inner = recordedText(text, isHidden, room + beyond, depth + 1).text;
  return JSON.stringify(isWhole ? inner : hideInText(inner, isHidden));
}

/** Enough to know a secret by, where the cut goes through it. */
const beyond = 512;
const beginsJson = /^\s*(?:\{\s*["}]|\[\s*["[{\]])/;

/** What a JSON string says, about `max` characters of it. */
function decoded(inner: string, max: number): { text: string; isWhole: boolean } {
  // No character is written with more than six.
  const isWhole = inner.length <= max * 6;
  const head = isWhole ? inner : inner.slice(0, max * 6);
  // A cut goes through five characters of an escape at most.
  for (let end = head.length; end >= head.length - 5 && end > 0; end -= 1) {
    const text = parsed(`"${head.slice(0, end)}"`);
    if (typeof text === 'string') return { text: text.slice(0, max), isWhole: isWhole && text.length <= max };
  }
  return { text: '', isWhole: inner === '' };
}

const isJson = (text: string) => parsed(text) !== undefined;

function nameOf(json: string, start: number, end: number): string {
  try {
    return readKey(json, start, end);
  } catch {
    return json.slice(start + 1, end - 1);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
