import { verify } from 'node:crypto';
import type { AnonymousCtx } from '../access/ctx';
import { AppError } from '../errors';
import { hashSecret, secretsIn } from '../tokens/token-format';
import { exposeSecrets } from './expose-secrets';
import { githubSource } from './github-source';
import { type GithubFeedback, GithubMatches } from './schemas';
import type { SigningKeys } from './signing-keys';

/** A body and who is said to have signed it. */
interface SignedReport {
  /** As it arrived: the signature is over these bytes. */
  bytes: Uint8Array;
  /** `Github-Public-Key-Identifier`. */
  identifier: string | null;
  /** `Github-Public-Key-Signature`, base64 of a DER signature. */
  signature: string | null;
  keys: SigningKeys;
}

/**
 * Takes what GitHub's secret scanning found in public places, and says of each match whether it is a secret of this installation.
 * @throws AppError `forbidden` unless GitHub signed it, `unavailable` while its keys cannot be read, `invalid_input`.
 */
export async function reportFromGithub(
  ctx: AnonymousCtx,
  rawInput: GithubMatches,
  report: SignedReport,
): Promise<GithubFeedback> {
  await refuseUnsigned(ctx, report);
  const matches = GithubMatches.parse(rawInput);
  const found = matches.flatMap(({ token, ...place }) =>
    secretsIn(token).map((secret) => ({ secret, source: githubSource(place) })),
  );
  const known = await exposeSecrets(ctx, found);
  return matches.map(({ token, type }) => {
    const isOurs = secretsIn(token).some((secret) => known.has(hashSecret(secret)));
    return { token_hash: hashSecret(token), token_type: type, label: isOurs ? 'true_positive' : 'false_positive' };
  });
}

async function refuseUnsigned({ env, now }: AnonymousCtx, report: SignedReport): Promise<void> {
  const { bytes, identifier, signature, keys } = report;
  if (identifier !== null && signature !== null) {
    const key = await keys.find({ url: env.secretScanningKeysUrl, identifier }, now.getTime());
    if (key !== null && verify('sha256', bytes, key, Buffer.from(signature, 'base64'))) return;
  }
  throw new AppError('forbidden', 'This report does not bear a signature of GitHub’s secret scanning.');
}
