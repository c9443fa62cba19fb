export type ConnectStage =
  | 'address'
  | 'dns'
  | 'connect'
  | 'tls'
  | 'timeout'
  | 'http'
  | 'protocol'
  | 'auth'
  | 'too_large'
  | 'closed'
  /** Not tried at all: it failed several times just now. */
  | 'down';

interface ConnectFailureOptions {
  /** What to try, one sentence. */
  nextStep: string;
  /** `never` only when it is proven that the server executed nothing. */
  ran?: 'never' | 'unknown';
  /** The HTTP status, where there was one. */
  status?: number;
  cause?: unknown;
}

/**
 * Why a server could not be used. `message` says what failed and `nextStep` what to try, one sentence each, in words
 * for the dashboard and for tool errors; neither ever holds a credential or a byte of the server's answer.
 */
export class ConnectFailure extends Error {
  override readonly name = 'ConnectFailure';
  readonly nextStep: string;
  readonly ran: 'never' | 'unknown';
  readonly status: number | undefined;

  constructor(
    readonly stage: ConnectStage,
    message: string,
    options: ConnectFailureOptions,
  ) {
    super(message, { cause: options.cause });
    this.nextStep = options.nextStep;
    this.ran = options.ran ?? 'unknown';
    this.status = options.status;
  }
}

/** By name, never by `instanceof`: our server's bundle and Next's bundle each hold a copy of the class. */
export const isConnectFailure = (error: unknown): error is ConnectFailure =>
  error instanceof Error && error.name === 'ConnectFailure';

/** The two sentences in one text, as stored in `last_error`. */
export const failureText = (failure: ConnectFailure): string => `${failure.message} ${failure.nextStep}`;
