// A team and a month of its calls, written by the database itself; then what they come to, written by the product's own code.
import { idOf, inParts } from './fill.mjs';
import { productCode, silent } from './product-code.mjs';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const days = 30;
/** The same in both databases that are compared, however many calls they have. */
export const team = { members: 20, tokens: 60, servers: 8, tools: 80 };
const toolsOfServer = team.tools / team.servers;

/**
 * Adds the team to `bench`, which has its servers, and gives it this many calls, evenly over the last 30 days. A few members make most of
 * them; each token has a dozen tools, and a few of those are called most.
 * @returns when the first one was, in Unix milliseconds
 */
export async function fillCalls(run, dialect, calls) {
  const { date } = dialect;
  const nowMs = Date.now();
  const fromMs = nowMs - days * dayMs;
  const bornMs = Date.UTC(2026, 0, 1);
  const id = idOf(dialect);
  const person = (n) => `${id(bornMs, `1000 + ${n}`)}`;
  const member = (n) => `${id(bornMs, `2000 + ${n}`)}`;
  const token = (n) => `${id(bornMs, `3000 + ${n}`)}`;
  const bench = "(SELECT id FROM workspaces WHERE slug = 'bench')";
  await run(`${dialect.series(0, team.members - 1)} INSERT INTO users (id, email, name, password_hash, created_at, updated_at)
    SELECT ${person('n')}, 'person-' || n || '@example.com', 'Person ' || n, '', ${date(bornMs)}, ${date(bornMs)} FROM s`);
  await run(`${dialect.series(0, team.members - 1)} INSERT INTO members (id, workspace_id, user_id, role, joined_at)
    SELECT ${member('n')}, ${bench}, ${person('n')}, 'member', ${date(bornMs)} FROM s`);
  await run(`${dialect.series(0, team.tokens - 1)}
    INSERT INTO tokens (id, workspace_id, name, hint, search, hash, created_by_id, member_id, created_at)
    SELECT ${token('n')}, ${bench}, 'Laptop ' || n, 'mwt_…' || n, 'laptop ' || n, ${dialect.hash}, ${person(`n % ${team.members}`)},
      ${member(`n % ${team.members}`)}, ${date(bornMs)} FROM s`);
  /** Multiplicative generators with different digits taken of each: in both databases the same numbers. */
  const drawn = `, a AS (SELECT n, (n * 48271) % 2147483647 AS u FROM s), b AS (SELECT n, u, (u * 16807) % 2147483647 AS v FROM a),
    c AS (SELECT n, u, v, (v * 69621) % 2147483647 AS w, (u % 1000) * (u % 1000) * ${team.tokens} / 1000000 AS t FROM b),
    d AS (SELECT n, u, v, w, t, (t * 7 + (v % 1000) * (v % 1000) * 12 / 1000000) % ${team.tools} AS tool FROM c)`;
  const callMs = `${fromMs} + n * ${days * dayMs} / ${calls + 1}`;
  const server = `(SELECT id FROM servers WHERE slug = 'server-' || (tool / ${toolsOfServer}))`;
  await inParts(calls, (from, to) =>
    run(`${dialect.series(from, to)} ${drawn}
    INSERT INTO calls (id, workspace_id, token_id, member_id, server_id, tool, outcome, gateway_us, server_us, client, request_id, at)
    SELECT ${id(callMs, 'n')}, ${bench}, ${token('t')}, ${member(`t % ${team.members}`)}, ${server},
      'server-' || (tool / ${toolsOfServer}) || '__tool_' || (tool % ${toolsOfServer}),
      CASE v / 1000 % 50 WHEN 0 THEN 'timeout' WHEN 1 THEN 'denied' WHEN 2 THEN 'tool_error' WHEN 3 THEN 'tool_error' ELSE 'ok' END,
      60 + (w / 1000 % 100) * (w / 1000 % 100) / 10, 2000 * (1 + tool % 8) + (w % 1000) * (w % 1000) * (1 + tool % 5) / 4,
      CASE t % 3 WHEN 0 THEN 'claude-code/2.1.4' WHEN 1 THEN 'cursor/2.4' END, ${id(callMs, '2 * n')}, ${date(callMs)} FROM d`),
  );
  return fromMs;
}

/** Counts calls as the product counts those from before there were sums, an hour at a time. */
export async function countCalls(store, fromMs) {
  const { openUsageSink, firstIdAt } = await productCode();
  const sink = openUsageSink(store.target, silent);
  const columns =
    'id, workspace_id, token_id, member_id, server_id, tool, outcome, gateway_us, server_us, client, request_id';
  await store.read(async (all, epochMs) => {
    let batch = 0;
    for (let hourAt = Math.floor(fromMs / hourMs) * hourMs; hourAt < Date.now(); hourAt += hourMs) {
      const [first, end] = [firstIdAt(hourAt), firstIdAt(hourAt + hourMs)];
      const uncounted = await all(
        `SELECT ${columns}, ${epochMs('at')} FROM calls WHERE id >= '${first}' AND id < '${end}' ORDER BY id`,
      );
      batch += 1;
      const mark = { id: 'bench', batch, position: '' };
      if (uncounted.length > 0)
        await sink.write({ mark, calls: [], uncounted, payloads: [], refusals: [], touches: [] });
    }
  });
  await sink.close();
}
