/** What the river needs of the outside world. It reaches the database through these ports only. */
import type { CallOutcome } from '../calls/schemas';
import type { Registry } from '../instances/registry';
import type { Log } from '../log';
import type { RateCounter } from '../rate-limit/rate-counter';
import type { Connections, ServerTarget } from '../servers/connections';

/** A token's row and its workspace's, as they are in the database at this moment. Times are Unix milliseconds. */
export interface TokenFacts {
  id: string;
  workspaceId: string;
  workspaceSlug: string;
  workspaceName: string;
  /** Moves whenever what the gateway serves for this workspace changes. */
  revision: number;
  memberId: string | null;
  /** What the last client that named itself with it is called. */
  lastClient: string | null;
  /** What it is narrowed to, as `tokens/scope.ts` writes it; null for nothing. */
  scope: string | null;
  /** Moves with whatever ends what the token has open. */
  accessRevision: number;
  /** Requests in any 60 seconds; null for as many as every token has. */
  rateLimit: number | null;
  /** The same for all tokens of the workspace together; null for no such limit. */
  workspaceRateLimit: number | null;
  /** The database's clock at the look-up, where it has one of its own: a token is over when either clock says so. */
  databaseMs: number | null;
  expiresAtMs: number | null;
  pausedAtMs: number | null;
  revokedAtMs: number | null;
}

export interface CatalogueEntry {
  /** The name of a tool or prompt on the server, without prefix; a resource's URI; a template's URI template. */
  name: string;
  /** JSON text as the server wrote it. */
  definition: string;
}

/** Each list is in the order in which the server gave it. */
export interface CatalogueServer {
  /** Opens the credentials for one call. */
  target(): ServerTarget;
  id: string;
  slug: string;
  name: string;
  prefix: string;
  timeoutMs: number;
  totalTimeoutMs: number;
  status: 'up' | 'degraded' | 'down' | 'needs_credentials' | 'unknown';
  statusSinceMs: number | null;
  /** When its lists were last read. */
  refreshedAtMs: number | null;
  /** As the server announced them; empty when it never did. */
  capabilities: Record<string, unknown>;
  instructions: string | null;
  /** Of a server that is recorded: whether the value of a field is left out. Null where nothing of its calls is kept. */
  hidesField: ((field: string) => boolean) | null;
  /** Each sorted by the order in which the server listed them. */
  tools: CatalogueEntry[];
  prompts: CatalogueEntry[];
  resources: CatalogueEntry[];
  resourceTemplates: CatalogueEntry[];
}

/** The enabled servers of a workspace in their order, with what they offer. */
export interface WorkspaceCatalogue {
  revision: number;
  servers: CatalogueServer[];
}

export type { CallOutcome };

export interface CallRecord {
  workspaceId: string;
  tokenId: string;
  memberId: string | null;
  serverId: string | null;
  /** As the client named it; cut to 200 characters. */
  tool: string;
  outcome: CallOutcome;
  /** Time spent in the gateway, in microseconds, without the server's. */
  gatewayUs: number;
  /** Time spent waiting for the server, in microseconds. */
  serverUs: number;
  client: string | null;
  requestId: string;
  atMs: number;
  /** Gives what is recorded of arguments and answer, sealed for the call of this id; null where nothing is. */
  payload: ((callId: string) => string) | null;
}

/** A request that never became a call: its token may not be used now or from there, or it was over a rate. */
export interface RefusalRecord {
  workspaceId: string;
  tokenId: string;
  memberId: string | null;
  outcome: 'denied' | 'limited';
  /** Messages of the request. */
  count: number;
  atMs: number;
}

export interface GatewayDeps {
  log: Log;
  version: string;
  /** The public origin; error messages point there. */
  origin: string;
  ownHosts: ReadonlySet<string>;
  /** Requests that one token may make in any 60 seconds. */
  tokenRate: number;
  rate: RateCounter;
  findToken(hash: string): Promise<TokenFacts | null>;
  loadCatalogue(workspaceId: string): Promise<WorkspaceCatalogue>;
  /** The revisions of these workspaces now; one that is gone is missing. */
  readRevisions(workspaceIds: string[]): Promise<Map<string, number>>;
  connections: Connections;
  /** The processes of this installation. */
  instances: Pick<Registry, 'id' | 'peers' | 'find'>;
  /** Seals what a client keeps for the gateway between two requests; `open` throws for what was changed or sealed elsewhere. */
  sealer: { seal(plaintext: string, context: string): string; open(sealed: string, context: string): string };
  recordCall(call: CallRecord): void;
  /** Costs a refused request next to nothing: it is counted, and not written down. */
  recordRefusal(refusal: RefusalRecord): void;
  touchToken(tokenId: string, atMs: number, client: string | null): void;
  /** A call showed that a server's stored status is out of date. */
  reportServer(serverId: string, status: 'up' | 'down', lastError: string | null): void;
  /** Milliseconds that never go back, for durations and for what is counted here. */
  monotonicMs(): number;
  nowMs(): number;
  newRequestId(): string;
}
