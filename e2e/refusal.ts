import { expect } from '@playwright/test';
import { removeInstallation, type StartOptions, spawnProduct } from './product';

/** How a start that must not succeed ended, and what it said on stderr. */
export interface Refusal {
  code: number | string;
  said: string[];
}

/** Starts what must not start, and gives back how it ended. */
export async function refusal(options: StartOptions): Promise<Refusal> {
  // At `debug` the stack is printed too: this is what an operator sees who asked for nothing.
  const product = await spawnProduct({ ...options, env: { LOG_LEVEL: 'info', ...options.env } });
  const timer = setTimeout(() => product.signal('SIGKILL'), 15_000);
  const code = await product.exited;
  clearTimeout(timer);
  if (options.dataDir === undefined) await removeInstallation(product);
  return { code, said: product.errors().trim().split('\n') };
}

/** One clear sentence: one line, no stack, no code of the runtime's. */
export function expectOneSentence({ code, said }: Refusal, words: RegExp) {
  expect({ code, lines: said.length, said }).toMatchObject({ code: 1, lines: 1 });
  expect(said[0]).toMatch(words);
  expect(said[0]).not.toMatch(/^\s+at |Error:|\{"level"/);
}
