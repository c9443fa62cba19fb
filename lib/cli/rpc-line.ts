/** A JSON-RPC message, as far as this program looks at it. */
export interface Message {
  id?: unknown;
  result?: Record<string, unknown>;
  error?: { message?: unknown };
  /** What HTTP said beside it: an error's status, and after how many seconds to come again. */
  status?: number;
  retryAfter?: string | null;
}

/** One connection: sends a message, and gives the answer when the message has an id. @throws CliError when none comes in time */
export interface RpcLine {
  send(message: Record<string, unknown>, signal?: AbortSignal): Promise<Message>;
  close(): void;
}

export const deadlineMs = 30_000;

/** No message when the text is none. */
export function parseMessage(text: string): Message[] {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? [value as Message] : [];
  } catch {
    return [];
  }
}

export const sentence = (text: string) => (/[.?!]$/.test(text) ? text : `${text}.`);
