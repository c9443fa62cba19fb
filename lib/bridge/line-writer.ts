import type { Writable } from 'node:stream';

/** The client's ear: one message a line, each whole, none faster than it is taken. */
export class LineWriter {
  #isGone = false;
  #drained: Promise<void> | null = null;

  /** @param onGone called once when nobody reads any more */
  constructor(
    private readonly out: Writable,
    private readonly onGone: () => void,
  ) {
    const leave = () => {
      if (this.#isGone) return;
      this.#isGone = true;
      this.onGone();
    };
    out.on('error', leave);
    out.on('close', leave);
  }

  /** Resolves when more may be written. White space between the parts of a JSON text may hold line ends; here they would end the message. */
  async write(text: string): Promise<void> {
    if (this.#isGone) return;
    const isTaken = this.out.write(`${text.replace(/[\r\n]+/g, ' ')}\n`);
    if (!isTaken) await this.ready();
  }

  /** Resolves when the client has taken what was written. */
  ready(): Promise<void> {
    if (this.#isGone || !this.out.writableNeedDrain) return Promise.resolve();
    this.#drained ??= new Promise<void>((resolve) => {
      const settle = () => {
        this.#drained = null;
        this.out.off('drain', settle).off('close', settle).off('error', settle);
        resolve();
      };
      this.out.once('drain', settle).once('close', settle).once('error', settle);
    });
    return this.#drained;
  }

  /** Resolves when everything is out, or nobody reads any more. */
  flush(): Promise<void> {
    if (this.#isGone) return Promise.resolve();
    return new Promise((resolve) => this.out.write('', () => resolve()));
  }
}
