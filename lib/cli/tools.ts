import type { Output } from './output';
import type { Rest } from './rest-client';
import type { Settings } from './settings';

/** What a command works with. */
export interface Tools {
  env: Record<string, string | undefined>;
  output: Output;
  now(): Date;
  /** Whether somebody can be asked: stdin and stderr are terminals, and this is no CI. */
  isInteractive: boolean;
  /** Aborted by Ctrl-C. Whatever waits listens to it; what is being written is written to its end. */
  signal: AbortSignal;
  /** What `--profile` names. */
  profileOption(): string | undefined;
  /** @throws CliError when neither the environment nor the configuration says who asks, or where. */
  settings(): Promise<Settings>;
  /** @throws CliError as `settings`. */
  rest(): Promise<Rest>;
  /** The REST API of any installation, as the owner of a key or as nobody. An answer may take 30 seconds unless said. */
  restAt(origin: string, apiKey: string | null, deadlineMs?: number): Promise<Rest>;
}
