import type { FieldError } from '../errors';

/** An answer of the API that is not a success: RFC 9457 problem details, or the network's silence (`status` 0). */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';

  constructor(
    readonly status: number,
    readonly code: string,
    /** A sentence for people. */
    message: string,
    readonly requestId: string | null,
    readonly errors: readonly FieldError[] = [],
  ) {
    super(message);
  }

  /** True for a refusal that the person can act upon; the rest is ours and is shown with its request id. */
  get isExpected(): boolean {
    return this.status >= 400 && this.status < 500;
  }
}

/** What to say about a failure, whatever was thrown. */
export function sentenceOf(error: unknown): string {
  return error instanceof ApiProblem ? error.message : 'Something went wrong in this page. Reload it and try again.';
}

/** The first message for each field, keyed by its dotted path. */
export function fieldErrorsOf(error: unknown): Record<string, string> {
  if (!(error instanceof ApiProblem)) return {};
  return firstMessages(error.errors);
}

export function firstMessages(errors: readonly FieldError[]): Record<string, string> {
  const messages: Record<string, string> = {};
  for (const { path, message } of errors) messages[path] ??= message;
  return messages;
}
