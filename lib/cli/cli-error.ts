/** What scripts can rely on. */
export const exitCodes = {
  failure: 1,
  usage: 2,
  not_signed_in: 3,
  not_found: 4,
  rate_limited: 5,
  interrupted: 130,
} as const;
export type FailureKind = keyof typeof exitCodes;

/** The end of a command. `message` is one line that says what to do; the cause is shown with `--debug` only. */
export class CliError extends Error {
  override readonly name = 'CliError';

  constructor(
    readonly kind: FailureKind,
    message: string,
    options: { cause?: unknown } = {},
  ) {
    super(message, options);
  }
}
