import { AppError } from '../errors';
import { jsonFaultPlace } from './json-fault';

/** 1 MiB; the largest input of the API is a server with all its headers, some hundred kB. */
export const bodyBytesMax = 1_048_576;

/**
 * The JSON value of a request's body, read up to `bodyBytesMax`, beside the bytes it stood in. A request that brings none at all says as
 * much as `{}`: whoever leaves every choice open need not send one.
 * @throws AppError `unsupported_media_type`, `too_large`, or `invalid_json` with the place of the fault.
 */
export async function readJson(request: Request): Promise<{ value: unknown; bytes: Buffer }> {
  if (isWithoutBody(request)) return { value: {}, bytes: Buffer.alloc(0) };
  const bytes = await readBytes(request, 'application/json');
  const text = decode(bytes);
  try {
    return { value: JSON.parse(text), bytes };
  } catch {
    // The parser's message repeats a piece of the body, which may be a secret; the place is all that a caller needs.
    throw new AppError('invalid_json', `The body is not valid JSON: see ${jsonFaultPlace(text)}.`);
  }
}

/**
 * A request's body as text, read up to `bodyBytesMax`.
 * @throws AppError `unsupported_media_type`, `too_large`, `invalid_json` for what is not UTF-8.
 */
export async function readText(request: Request, mediaType: string): Promise<string> {
  return decode(await readBytes(request, mediaType));
}

function isWithoutBody({ headers }: Request): boolean {
  const length = headers.get('content-length');
  const isEmpty = length === '0' || (length === null && headers.get('transfer-encoding') === null);
  return headers.get('content-type') === null && isEmpty;
}

async function readBytes(request: Request, mediaType: string): Promise<Buffer> {
  const sent = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (sent !== mediaType) {
    throw new AppError('unsupported_media_type', `Send the body with the header Content-Type: ${mediaType}.`);
  }
  const tooLarge = () => new AppError('too_large', `The body is larger than ${bodyBytesMax} bytes.`);
  if (Number(request.headers.get('content-length') ?? 0) > bodyBytesMax) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  for (;;) {
    const read = await reader?.read();
    if (read === undefined || read.done) return Buffer.concat(chunks);
    size += read.value.byteLength;
    if (size > bodyBytesMax) {
      await reader?.cancel();
      throw tooLarge();
    }
    chunks.push(read.value);
  }
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new AppError('invalid_json', 'The body is not valid UTF-8.', { cause });
  }
}
