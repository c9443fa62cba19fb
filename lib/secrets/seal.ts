import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;

export interface Sealer {
  /** → `v1:<key id>:<iv>:<tag>:<ciphertext>`, each base64url. `context` names the place of the value and is authenticated with it. */
  seal(plaintext: string, context: string): string;
  /** @throws when the value was sealed with another secret or for another context, or was changed. The message holds nothing of it. */
  open(sealed: string, context: string): string;
  /** 32 bytes that only this secret and purpose give. */
  derive(purpose: string): Buffer;
}

/** AES-256-GCM with a random 96-bit IV; every key is derived from the one secret by HKDF-SHA256 (RFC 5869) for its purpose. */
export function createSealer(secret: string): Sealer {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', secret, 'aerostack', purpose, 32));
  const key = createSecretKey(derive('seal v1'));
  const keyId = derive('seal v1 key id').subarray(0, 6).toString('base64url');

  return {
    derive,
    seal(plaintext, context) {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv(algorithm, key, iv, { authTagLength: tagBytes }).setAAD(Buffer.from(context));
      const ciphertext = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
      const parts = [iv, cipher.getAuthTag(), ciphertext].map((part) => part.toString('base64url'));
      return ['v1', keyId, ...parts].join(':');
    },
    open(sealed, context) {
      const { keyId: sealedWith, iv, tag, ciphertext } = readSealed(sealed);
      if (sealedWith !== keyId) throw new Error('The value was sealed with another secret.');
      const decipher = createDecipheriv(algorithm, key, iv, { authTagLength: tagBytes });
      decipher.setAAD(Buffer.from(context)).setAuthTag(tag);
      try {
        return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8');
      } catch (cause) {
        throw new Error('The sealed value was changed, or it belongs elsewhere.', { cause });
      }
    },
  };
}

function readSealed(sealed: string) {
  const [version, keyId = '', ...encoded] = sealed.split(':');
  const [iv, tag, ciphertext] = encoded.map(readBase64Url);
  if (version !== 'v1' || encoded.length !== 3 || iv?.length !== ivBytes || tag?.length !== tagBytes || !ciphertext)
    throw new Error('The value is not a sealed one.');
  return { keyId, iv, tag, ciphertext };
}

/** Node's decoder skips what it does not know; one value must have one spelling. */
function readBase64Url(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
}
