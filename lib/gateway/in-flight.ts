/** A call under way. `end` is called once, when its token is revoked. */
export interface Flight {
  readonly ended: boolean;
  /** Called when the token is revoked while the call is under way. */
  onEnd: (() => void) | null;
}

interface OpenFlight {
  ended: boolean;
  onEnd: (() => void) | null;
}

/** The calls under way, by token: revoking a token ends what it still waits for. Bounded by the open requests themselves. */
export class InFlight {
  private readonly byToken = new Map<string, Set<OpenFlight>>();
  count = 0;

  begin(tokenId: string): Flight {
    const flight: OpenFlight = { ended: false, onEnd: null };
    const flights = this.byToken.get(tokenId);
    if (flights === undefined) this.byToken.set(tokenId, new Set([flight]));
    else flights.add(flight);
    this.count += 1;
    return flight;
  }

  finish(tokenId: string, flight: Flight): void {
    const flights = this.byToken.get(tokenId);
    if (flights?.delete(flight) !== true) return;
    this.count -= 1;
    if (flights.size === 0) this.byToken.delete(tokenId);
  }

  /** The tokens that have a call under way. */
  tokenIds(): string[] {
    return [...this.byToken.keys()];
  }

  /** Ends every call that this token has under way. */
  end(tokenId: string): void {
    for (const flight of this.byToken.get(tokenId) ?? []) {
      flight.ended = true;
      flight.onEnd?.();
    }
  }

  endAll(): void {
    for (const tokenId of this.tokenIds()) this.end(tokenId);
  }
}
