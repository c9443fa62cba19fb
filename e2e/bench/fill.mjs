// What years of use leave in a database, written by the database itself: one set of statements, two dialects.
import { setImmediate as breathe } from 'node:timers/promises';

const dayMs = 86_400_000;
/** Rows in one statement: large enough to be fast, small enough for Ctrl-C to be heard. */
const rowsAtOnce = 200_000;

export const sqlite = {
  series: (from, to) => `WITH RECURSIVE s(n) AS (SELECT ${from} UNION ALL SELECT n + 1 FROM s WHERE n < ${to})`,
  hex: (value, digits) => `printf('%0${digits}x', ${value})`,
  date: (ms) => `strftime('%Y-%m-%dT%H:%M:%f+00:00', (${ms}) / 1000.0, 'unixepoch')`,
  hash: 'lower(hex(randomblob(32)))',
};

export const postgres = {
  series: (from, to) => `WITH s(n) AS (SELECT generate_series(${from}::bigint, ${to}::bigint))`,
  hex: (value, digits) => `lpad(to_hex(${value}), ${digits}, '0')`,
  date: (ms) => `to_timestamp((${ms}) / 1000.0) AT TIME ZONE 'UTC'`,
  hash: `encode(sha256(convert_to(s.n || ' ' || random(), 'UTF8')), 'hex')`,
};

/** → an expression for a UUIDv7 of a moment whose random part is `n`. */
export const idOf =
  ({ hex }) =>
  (ms, n) =>
    `${hex(`(${ms}) / 65536`, 8)} || '-' || ${hex(`(${ms}) % 65536`, 4)} || '-7000-8000-' || ${hex(n, 12)}`;

/**
 * Fills a migrated database that has one user and the workspace `bench`.
 * @param run runs one statement
 * @param hashes of the tokens that the clients know: active ones of `bench`, spread evenly over all
 * @param size how many `workspaces`, `tokens` (a year's, a multiple of the hashes) and `calls` (30 days')
 */
export async function fill(run, dialect, hashes, { workspaces, tokens, calls }) {
  const { hex, date } = dialect;
  const nowMs = Date.now();
  const bornMs = nowMs - 366 * dayMs;
  const stride = tokens / hashes.length;
  const id = idOf(dialect);
  const tokenMs = (n) => `${bornMs + dayMs} + ${n} * ${Math.floor((365 * dayMs) / tokens)}`;
  const bench = "(SELECT id FROM workspaces WHERE slug = 'bench')";
  const workspaceOf = (n) =>
    `CASE WHEN ${n} % ${stride} = 0 THEN ${bench} ELSE ${id(bornMs, `${n} % ${workspaces}`)} END`;
  const member = (n) => `CASE WHEN ${n} % 3 = 0 THEN NULL ELSE ${id(bornMs, `${n} % 5000`)} END`;
  const client = (n) =>
    `CASE ${n} % 4 WHEN 0 THEN 'claude-code/2.1.4' WHEN 1 THEN 'cursor/2.4' WHEN 2 THEN 'codex/0.61.0' END`;
  const hint = (n) => `'mwt_' || ${hex(`${n} % 65536`, 4)} || '…' || ${hex(`${n} % 65521`, 4)}`;

  await run('CREATE TEMPORARY TABLE known (n INTEGER PRIMARY KEY, hash TEXT NOT NULL)');
  await run(`INSERT INTO known VALUES ${hashes.map((hash, i) => `(${i + 1}, '${hash}')`)}`);
  await run(`${dialect.series(1, workspaces)}
    , of_workspaces AS (SELECT ${id(bornMs, `n % ${workspaces}`)} AS id, n, ${date(bornMs)} AS at FROM s)
    INSERT INTO workspaces (id, slug, name, created_at, updated_at) SELECT id, 'team-' || n, 'Team ' || n, at, at FROM of_workspaces`);
  await inParts(tokens, (from, to) =>
    run(`${dialect.series(from, to)}
    INSERT INTO tokens (id, workspace_id, name, hint, search, hash, created_by_id, member_id, created_at, expires_at, revoked_at,
      revoked_reason, scope, rate_limit, last_used_at, last_used_client)
    SELECT ${id(tokenMs('s.n'), 's.n')}, ${workspaceOf('s.n')}, 'Laptop ' || s.n, ${hint('s.n')},
      'laptop ' || s.n || ' ' || ${hint('s.n')}, coalesce(known.hash, ${dialect.hash}),
      users.id, ${member('s.n')}, ${date(tokenMs('s.n'))},
      CASE WHEN known.n IS NULL AND s.n % 4 = 1 THEN ${date(`${tokenMs('s.n')} + ${90 * dayMs}`)} END,
      CASE WHEN known.n IS NULL AND s.n % 10 = 3 THEN ${date(`${tokenMs('s.n')} + ${dayMs}`)} END,
      CASE WHEN known.n IS NULL AND s.n % 10 = 3 THEN 'revoked' END,
      CASE WHEN known.n IS NULL AND s.n % 20 = 2
        THEN '{"servers":["github","jira"],"allow":["*__get_*"],"deny":["*__delete_*"],"read_only":true,"addresses":[]}' END,
      CASE WHEN known.n IS NULL AND s.n % 50 = 7 THEN 60 END, ${date(nowMs)}, ${client('s.n')}
    FROM s CROSS JOIN users LEFT JOIN known ON known.n = s.n / ${stride} AND s.n % ${stride} = 0`),
  );
  /** Prime to the number of tokens: neighbours in time belong to different tokens. */
  const token = `((n * 48271) % ${tokens} + 1)`;
  const callMs = `${nowMs - 30 * dayMs} + n * ${Math.floor((30 * dayMs) / Math.max(calls, 1))}`;
  await inParts(calls, (from, to) =>
    run(`${dialect.series(from, to)}
    INSERT INTO calls (id, workspace_id, token_id, member_id, server_id, tool, outcome, gateway_us, server_us, client, request_id, at)
    SELECT ${id(callMs, 'n')}, ${workspaceOf(token)}, ${id(tokenMs(token), token)}, ${member('n')}, ${id(bornMs, 'n % 900')},
      'github__tool_' || n % 40, CASE WHEN n % 30 = 0 THEN 'tool_error' ELSE 'ok' END, 90 + n % 200, 2000 + n % 90000, ${client('n')},
      ${id(callMs, '2 * n')}, ${date(callMs)} FROM s`),
  );
}

/** Calls `write` for parts of 1 to `count` that one statement can take. */
export async function inParts(count, write) {
  for (let from = 1; from <= count; from += rowsAtOnce) {
    await write(from, Math.min(from + rowsAtOnce - 1, count));
    await breathe();
  }
}
