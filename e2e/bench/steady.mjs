import { Agent, request } from 'node:http';

/**
 * How long POSTs take that are sent at a steady rate, whatever becomes of the ones before, from sending to the last byte.
 * A client of our own: the timers of autocannon, after it has fired a while, add up to 10 ms to what they measure.
 * @returns milliseconds
 */
export async function steadyLatency({ url, token, headers, body }, { perSecond, connections, seconds }) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const options = {
    method: 'POST',
    agent,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...headers,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
  };
  const send = () =>
    new Promise((resolve, reject) => {
      const sentMs = performance.now();
      const sending = request(url, options, (answer) => {
        answer.resume();
        answer.on('end', () => resolve(performance.now() - sentMs));
        if (answer.statusCode !== 200) reject(new Error(`${url}: ${answer.statusCode}`));
      });
      sending.on('error', reject);
      sending.end(body);
    });
  for (let i = 0; i < connections * 4; i += 1) await send();
  const startMs = performance.now();
  const count = perSecond * seconds;
  const sent = [];
  while (sent.length < count) {
    const due = Math.min(count, Math.floor(((performance.now() - startMs) * perSecond) / 1000));
    while (sent.length < due) sent.push(send());
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const times = (await Promise.all(sent)).sort((a, b) => a - b);
  agent.destroy();
  const at = (share) => times[Math.ceil(times.length * share) - 1];
  return { p50: at(0.5), p99: at(0.99) };
}
