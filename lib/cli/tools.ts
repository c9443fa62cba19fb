import type { Output } from './output';
import type { Rest } from './rest-client';

/** What a command works with. */
export interface Tools {
  output: Output;
  now(): Date;
  /** @throws CliError when the environment does not say who asks, or where. */
  rest(): Rest;
}
