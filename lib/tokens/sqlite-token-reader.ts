import { openSqliteConnection } from '../db/sqlite-connection';
import { fromSqliteDate } from '../db/sqlite-date';
import type { TokenFacts } from '../gateway/deps';
import type { TokenReader } from './token-reader';

const sql = `
  SELECT t.id, t.workspace_id, w.slug, w.name, w.revision, t.member_id, t.expires_at, t.paused_at, t.revoked_at,
    t.scope, t.access_revision, t.rate_limit, w.rate_limit, t.last_used_client
  FROM tokens t JOIN workspaces w ON w.id = t.workspace_id WHERE t.hash = ?`;

type Row = [
  ...[id: string, workspaceId: string, slug: string, name: string, revision: number, memberId: string | null],
  ...[expiresAt: string | null, pausedAt: string | null, revokedAt: string | null],
  ...[scope: string | null, accessRevision: number, rateLimit: number | null, workspaceRateLimit: number | null],
  lastClient: string | null,
];

/** Look-ups of one token that began in the same turn of the event loop. */
interface Question {
  found: Promise<TokenFacts | null>;
  settle(found: TokenFacts | null): void;
  fail(error: unknown): void;
}

/**
 * One prepared statement on a read-only connection. Where a turn of the event loop brings several requests of one token, they share
 * the look-up at its end: it comes after each of their questions, and costs a tenth of a busy process's time when asked for each.
 */
export function openSqliteTokenReader(file: string): TokenReader {
  // Writers never block a reader; only a file that is just being recovered makes it wait for a moment.
  const connection = openSqliteConnection(file, { access: 'read', busyMs: 100 });
  // 16 MB hold the upper pages of an index of a million tokens; without them a look-up reads three pages of the file instead of one.
  connection.pragma('cache_size = -16384');
  const statement = connection.prepare<[string[]]>(sql).raw(true);
  let asked = new Map<string, Question>();

  const answer = () => {
    const questions = asked;
    asked = new Map();
    for (const [hash, question] of questions) {
      try {
        if (!connection.open) throw new Error('The token reader is closed.');
        const row = statement.get([hash]) as Row | undefined;
        question.settle(row === undefined ? null : toFacts(row));
      } catch (error) {
        question.fail(error);
      }
    }
  };
  return {
    find(hash) {
      const known = asked.get(hash);
      if (known !== undefined) return known.found;
      const question = createQuestion();
      asked.set(hash, question);
      if (asked.size === 1) setImmediate(answer);
      return question.found;
    },
    async close() {
      connection.close();
    },
  };
}

function createQuestion(): Question {
  let settle: Question['settle'] = () => undefined;
  let fail: Question['fail'] = () => undefined;
  const found = new Promise<TokenFacts | null>((resolve, reject) => {
    settle = resolve;
    fail = reject;
  });
  return { found, settle, fail };
}

function toFacts(row: Row): TokenFacts {
  return {
    id: row[0],
    workspaceId: row[1],
    workspaceSlug: row[2],
    workspaceName: row[3],
    revision: row[4],
    memberId: row[5],
    expiresAtMs: toMs(row[6]),
    pausedAtMs: toMs(row[7]),
    revokedAtMs: toMs(row[8]),
    scope: row[9],
    accessRevision: row[10],
    rateLimit: row[11],
    workspaceRateLimit: row[12],
    lastClient: row[13],
    // It is this machine's clock anyway.
    databaseMs: null,
  };
}

const toMs = (text: string | null) => (text === null ? null : fromSqliteDate(text));
