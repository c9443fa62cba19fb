import { z } from 'zod';

/** Tokens of one report, however they are spread over its entries. */
export const reportedMax = 1000;

export const ReportLeaksInput = z.strictObject({
  tokens: z
    .array(z.string())
    .min(1, 'Give at least one token.')
    .max(reportedMax, `Report at most ${reportedMax} tokens at once.`)
    .meta({
      description:
        'What was found, `mwt_…`, `ak_…` or `mwi_…`, alone or in the text around it; whatever is none of ours is passed over.',
    }),
});
export type ReportLeaksInput = z.input<typeof ReportLeaksInput>;

/** The same for every report: nobody learns from it which tokens exist. */
export const LeaksReport = z.strictObject({});
export type LeaksReport = z.infer<typeof LeaksReport>;

/**
 * What GitHub's secret scanning found, as its partner programme sends it; fields of later versions are passed over.
 * https://docs.github.com/en/code-security/secret-scanning/secret-scanning-partnership-program/secret-scanning-partner-program
 */
export const GithubMatches = z
  .array(
    z.object({
      token: z.string(),
      type: z.string().meta({ description: 'The name that the programme knows this kind of token by.' }),
      url: z.string().nullish().meta({ description: 'Where it was found; may be empty.' }),
      source: z.string().nullish().meta({ description: '`content`, `commit`, `gist_content`, `npm`, …' }),
    }),
  )
  .max(20_000, 'Send at most 20000 matches at once.');
export type GithubMatches = z.input<typeof GithubMatches>;

/** The programme's feedback, with hashes in the place of tokens. */
export const GithubFeedback = z.array(
  z.object({
    token_hash: z.string().meta({ description: 'SHA-256 of the token, hex.' }),
    token_type: z.string(),
    label: z.enum(['true_positive', 'false_positive']),
  }),
);
export type GithubFeedback = z.infer<typeof GithubFeedback>;
