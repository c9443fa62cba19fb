/** How many of something each token holds, so that a bound costs a look and not a count. */
export class CountByToken {
  readonly #counts = new Map<string, number>();

  of(tokenId: string): number {
    return this.#counts.get(tokenId) ?? 0;
  }

  add(tokenId: string): void {
    this.#counts.set(tokenId, this.of(tokenId) + 1);
  }

  remove(tokenId: string): void {
    const count = this.of(tokenId);
    if (count > 1) this.#counts.set(tokenId, count - 1);
    else this.#counts.delete(tokenId);
  }
}
