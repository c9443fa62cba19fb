/** Failures of a server, told to the person whose tool did not work: which server, at which stage, why, what next. */
export interface ServerFailure {
  server: string;
  stage: string;
  cause: string;
  nextStep: string;
  /** False when the tool may have run: nobody should repeat it blindly. */
  didNotRun: boolean;
  requestId: string;
}

/** A tool result with `isError`, as JSON text without `resultType`. */
export function failureResult(failure: ServerFailure): string {
  const ran = failure.didNotRun ? 'The tool did not run.' : 'The outcome is unknown: the tool may have run.';
  const text = `Server "${failure.server}" failed (${failure.stage}): ${sentence(failure.cause)} ${ran} ${sentence(failure.nextStep)} Request ${failure.requestId}.`;
  return `{"content":[{"type":"text","text":${JSON.stringify(text)}}],"isError":true}`;
}

const sentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);
