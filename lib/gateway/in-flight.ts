import type { TokenFacts } from './deps';

/** Something that a token keeps open: a call under way, or a stream. */
export interface Flight {
  readonly ended: boolean;
  /** Called once, when the token is revoked meanwhile. */
  onEnd: (() => void) | null;
  /** Called when the client says that it does not want the answer any more. */
  onCancel: (() => void) | null;
}

type Holder = Pick<TokenFacts, 'id' | 'accessRevision'>;

interface OpenFlight extends Flight {
  ended: boolean;
  /** Its token's when it began. */
  accessRevision: number;
  isCall: boolean;
  /** The request as its client names it. */
  request: string | null;
}

/** What is open, by token: revoking a token ends all of it. Bounded by the open requests themselves, and by parked calls. */
export class InFlight {
  private readonly byToken = new Map<string, Set<OpenFlight>>();
  calls = 0;
  streams = 0;

  /** @param request names the request as its client does, within its session; null for what cannot be cancelled by name */
  begin({ id, accessRevision }: Holder, request: string | null, isCall = true): Flight {
    const flight: OpenFlight = { ended: false, onEnd: null, onCancel: null, accessRevision, isCall, request };
    const flights = this.byToken.get(id);
    if (flights === undefined) this.byToken.set(id, new Set([flight]));
    else flights.add(flight);
    if (isCall) this.calls += 1;
    else this.streams += 1;
    return flight;
  }

  finish(tokenId: string, flight: Flight): void {
    const flights = this.byToken.get(tokenId);
    if (flights?.delete(flight as OpenFlight) !== true) return;
    if ((flight as OpenFlight).isCall) this.calls -= 1;
    else this.streams -= 1;
    if (flights.size === 0) this.byToken.delete(tokenId);
  }

  /** The tokens that have something open, as they were when the oldest of it began. */
  holders(): Holder[] {
    return [...this.byToken].map(([id, flights]) => {
      const revisions = [...flights].map(({ accessRevision }) => accessRevision);
      return { id, accessRevision: Math.min(...revisions) };
    });
  }

  /** Ends everything that this token has open. */
  end(tokenId: string): void {
    for (const flight of [...(this.byToken.get(tokenId) ?? [])]) {
      flight.ended = true;
      flight.onEnd?.();
    }
  }

  endAll(): void {
    for (const tokenId of [...this.byToken.keys()]) this.end(tokenId);
  }

  /**
   * Cancels the one request of this name. Without sessions two clients may share a token and count alike: then none is cancelled.
   * @returns whether there is one, or several
   */
  cancel(tokenId: string, request: string): boolean {
    const found = [...(this.byToken.get(tokenId) ?? [])].filter((flight) => flight.request === request);
    if (found.length === 1) found[0]?.onCancel?.();
    return found.length > 0;
  }
}

/** How a request is named among all of its token: by its session, or none, and the id's JSON text. */
export const requestName = (sessionId: string | null, id: string): string => `${sessionId ?? ''} ${id}`;
