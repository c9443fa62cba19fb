import { createPublicKey, type KeyObject } from 'node:crypto';
import { request } from 'undici';
import { z } from 'zod';
import { AppError } from '../errors';

export interface SigningKeys {
  /**
   * The key that the list at this address has under this identifier, null for none.
   * @throws AppError `unavailable` while the list cannot be read.
   */
  find(asked: { url: string; identifier: string }, nowMs: number): Promise<KeyObject | null>;
}

/** A key that GitHub takes back stops counting within this time. */
const keptMs = 3_600_000;
/** An identifier can be made up: the list is not asked for more often than this, whoever sends what. */
const everyMs = 60_000;
const waitMs = 5_000;
const bytesMax = 65_536;

const KeyList = z.object({ public_keys: z.array(z.object({ key_identifier: z.string(), key: z.string() })) });

/** The keys of one list, ECDSA on P-256: GitHub's, or what stands in its place in a test. */
export function createSigningKeys(): SigningKeys {
  let keys = new Map<string, KeyObject>();
  let readAtMs = Number.NEGATIVE_INFINITY;
  let triedAtMs = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | null = null;

  async function read(url: string, nowMs: number): Promise<void> {
    triedAtMs = nowMs;
    const found = KeyList.parse(JSON.parse(await readList(url)));
    keys = new Map(
      found.public_keys.map(({ key_identifier, key }) => [key_identifier, p256(key)] as const).filter(isUsable),
    );
    readAtMs = nowMs;
  }

  return {
    async find({ url, identifier }, nowMs) {
      const isFresh = nowMs - readAtMs < keptMs;
      const known = isFresh ? keys.get(identifier) : undefined;
      if (known !== undefined) return known;
      if (reading === null && nowMs - triedAtMs >= everyMs) {
        reading = read(url, nowMs).finally(() => {
          reading = null;
        });
      }
      try {
        await reading;
      } catch (cause) {
        throw unreadable(cause);
      }
      if (nowMs - readAtMs >= keptMs) throw unreadable();
      return keys.get(identifier) ?? null;
    },
  };
}

const unreadable = (cause?: unknown) =>
  new AppError('unavailable', 'The keys that sign these reports cannot be read at the moment. Send the report again.', {
    cause,
    retryAfterSeconds: everyMs / 1000,
  });

/** The body of a 200; no redirect is followed, and neither time nor size is unbounded. */
async function readList(url: string): Promise<string> {
  const headers = { accept: 'application/json', 'user-agent': 'aerostack' };
  const { statusCode, body } = await request(url, { headers, signal: AbortSignal.timeout(waitMs) });
  if (statusCode !== 200) {
    await body.dump({ limit: bytesMax });
    throw new Error(`the list of keys answered ${statusCode}`);
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bytesMax) throw new Error(`the list of keys is larger than ${bytesMax} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function p256(pem: string): KeyObject | null {
  try {
    const key = createPublicKey(pem);
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : null;
  } catch {
    return null;
  }
}

const isUsable = (entry: readonly [string, KeyObject | null]): entry is readonly [string, KeyObject] =>
  entry[1] !== null;
