/** Every refusal a verb can give: code → HTTP status, and whether it is the caller's doing (`expected`) or ours. */
export const errorCodes = {
  invalid_input: { status: 422, title: 'Invalid input', expected: true },
  invalid_json: { status: 400, title: 'Malformed JSON', expected: true },
  unsupported_media_type: { status: 415, title: 'Unsupported media type', expected: true },
  not_signed_in: { status: 401, title: 'Not signed in', expected: true },
  sign_in_required: { status: 401, title: 'Sign in first', expected: true },
  forbidden: { status: 403, title: 'Not allowed', expected: true },
  wrong_account: { status: 403, title: 'Wrong account', expected: true },
  not_found: { status: 404, title: 'Not found', expected: true },
  method_not_allowed: { status: 405, title: 'Method not allowed', expected: true },
  conflict: { status: 409, title: 'Conflict', expected: true },
  gone: { status: 410, title: 'Expired', expected: true },
  too_large: { status: 413, title: 'Too large', expected: true },
  rate_limited: { status: 429, title: 'Too many requests', expected: true },
  internal: { status: 500, title: 'Internal error', expected: false },
  unavailable: { status: 503, title: 'Temporarily unavailable', expected: false },
} as const;

export type ErrorCode = keyof typeof errorCodes;

export interface FieldError {
  /** Dotted path into the input, e.g. `auth.token`. */
  path: string;
  message: string;
}

interface AppErrorOptions {
  cause?: unknown;
  errors?: FieldError[];
  retryAfterSeconds?: number;
}

/**
 * A refusal on its way to a door. `message` is public; what must stay inside goes into `cause`, which no door prints.
 * Recognised by `name`, never by `instanceof`: our server's bundle and Next's bundle each hold a copy of this class.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly errors: FieldError[] | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    readonly code: ErrorCode,
    message: string,
    options: AppErrorOptions = {},
  ) {
    super(message, { cause: options.cause });
    this.errors = options.errors;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

export const isAppError = (error: unknown): error is AppError => error instanceof Error && error.name === 'AppError';

/** The one answer for what is missing and for what is someone else's, so that neither can be told from the other. */
export const notFound = () => new AppError('not_found', 'There is nothing here, or it is not yours.');
