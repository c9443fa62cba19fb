import type { Ask, AskAnswer, AskEntry } from './ask';

/** Servers that want several things ask for them in one breath; a client that is asked once for all of them is asked less often. */
const gatherMs = 20;

interface Question {
  entry: AskEntry;
  /** Tells the server; `undefined` when the client said nothing to it. */
  reply(answer: AskAnswer | undefined): void;
}

/** What a server of before 2026-07-28 asks while a request of its client waits for the answer. */
export class Questions {
  #gathered: Question[] = [];
  #timer: NodeJS.Timeout | null = null;

  /** @param gathers whether the client hears of all at once, because its own request ends with them (2026-07-28) */
  constructor(
    private readonly gathers: () => boolean,
    private readonly onAsk: (ask: Ask) => void,
  ) {}

  add(question: Question): void {
    this.#gathered.push(question);
    if (!this.gathers()) this.#ask();
    else this.#timer ??= setTimeout(() => this.#ask(), gatherMs);
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#gathered = [];
  }

  #ask(): void {
    const questions = this.#gathered;
    this.close();
    const answer = (answers: ReadonlyMap<string, AskAnswer>) => {
      for (const { entry, reply } of questions) reply(answers.get(entry.key));
    };
    this.onAsk({ entries: questions.map(({ entry }) => entry), kind: 'waiting', state: null, rest: [], answer });
  }
}
