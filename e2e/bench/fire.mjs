import autocannon from 'autocannon';

/**
 * Fires POSTs at a target as fast as it answers. With several `tokens` each connection takes turns with a share of its own of them.
 * @returns what autocannon counted
 * @throws Error when one was refused or failed: a figure with refusals in it says nothing
 */
export async function fire({ url, token, tokens, headers, body }, options) {
  const headersOf = (bearer) => ({
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    ...headers,
    ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
  });
  let clients = 0;
  const takeShare = (client) => {
    const mine = tokens.filter((_, i) => i % options.connections === clients);
    clients += 1;
    client.setRequests(mine.map((bearer) => ({ method: 'POST', headers: headersOf(bearer), body })));
  };
  const result = await autocannon({
    url,
    method: 'POST',
    headers: headersOf(token),
    body,
    ...(tokens === undefined ? {} : { setupClient: takeShare }),
    ...options,
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} refusals, ${result.errors} errors`);
  return result;
}
