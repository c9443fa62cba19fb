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
  return `{"content":[{"type":"text","text":${JSON.stringify(told(failure, ran))}}],"isError":true}`;
}

/** The same for what runs nothing: a prompt, a resource, a completion. */
export const failureText = (failure: ServerFailure): string => told(failure, '');

function told({ server, stage, cause, nextStep, requestId }: ServerFailure, ran: string): string {
  const sentences = [sentence(cause), ran, sentence(nextStep), `Request ${requestId}.`].filter((one) => one !== '');
  return `Server "${server}" failed (${stage}): ${sentences.join(' ')}`;
}

const sentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);
