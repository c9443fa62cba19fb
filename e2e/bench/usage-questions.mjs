// What the pages about a workspace's calls ask of the REST API, as they write it.

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const ranges = [
  ['24 hours', 1],
  ['7 days', 7],
  ['30 days', 30],
];
const chosen = { member: 'Person 1', token: 'Laptop 1', server: 'server-1', tool: 'server-0__tool_7' };

/** One of each that the pages can be narrowed to: the same in every store, whatever its id is there. */
async function choicesOf(ask) {
  const choices = [];
  for (const [by, name] of Object.entries(chosen)) {
    const { groups } = JSON.parse(await ask(`usage?group_by=${by}&limit=1000`));
    const { id } = groups.find((group) => group.name === name);
    choices.push([by, `${by}=${encodeURIComponent(id)}`]);
  }
  return choices;
}

/** Whole hours for a day, whole days for more. */
function questionsOf(days, filter) {
  const stepMs = days === 1 ? hourMs : dayMs;
  const toMs = (Math.floor(Date.now() / stepMs) + 1) * stepMs;
  const range = `from=${new Date(toMs - days * dayMs).toISOString()}&to=${new Date(toMs).toISOString()}${filter}`;
  return [days === 1 ? 'hour' : 'day', 'tool', 'member', 'token', 'server']
    .filter((by) => by !== 'member' || !filter.startsWith('&token='))
    .map((by) => [by, `usage?${range}&group_by=${by}`]);
}

/** → lines of the table: a name, and the paths that are asked for at once. */
export async function linesOf(ask) {
  const choices = await choicesOf(ask);
  const lines = [['overview', ['usage/overview']]];
  for (const [range, days] of ranges) {
    const questions = questionsOf(days, '');
    lines.push([`page, ${range}`, ['usage/overview', ...questions.map(([, path]) => path)]]);
    for (const [by, path] of questions) lines.push([`${range} by ${by}`, [path]]);
    for (const [of, filter] of choices) {
      for (const [by, path] of questionsOf(days, `&${filter}`)) lines.push([`${range}, a ${of}, by ${by}`, [path]]);
    }
  }
  const logs = [
    ['newest', ''],
    ...choices.map(([of, filter]) => [`of a ${of}`, filter]),
    ['what failed', 'outcome=failed'],
    ['timeouts', 'outcome=timeout'],
    ['of a client', 'client=cursor%2F2.4'],
    ['of no tool', 'tool=none'],
    ['of no request', 'request_id=none'],
  ];
  for (const [name, query] of logs) lines.push([`log, ${name}`, [`calls?${query}`]]);
  return lines;
}
