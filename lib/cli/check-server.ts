import { type Check, type Finding, failed, ok, warning } from './check';
import { explainSilence } from './explain-failure';
import { openFetch } from './open-fetch';
import { proxyVariable } from './proxy-for';

type Env = Record<string, string | undefined>;

const bodyCharsMax = 64 * 1024;
/** Beyond this, certificates and expiries are judged wrongly somewhere. */
const skewMsMax = 60_000;

/** Whether Aerostack is there and well, and whether its clock agrees with this machine's. */
export function serverChecks(env: Env, origin: string): Check[] {
  let skewMs: number | null = null;
  return [
    {
      name: 'HTTP',
      isGround: true,
      async run(signal) {
        const askedAtMs = Date.now();
        const fetch = await openFetch(env, origin);
        const facts = { origin, method: 'GET', deadlineMs: 10_000, proxy: proxyVariable(env, origin) };
        let answer: Response;
        let text: string;
        try {
          answer = await fetch(`${origin}/readyz`, { redirect: 'manual', signal });
          text = (await answer.text()).slice(0, bodyCharsMax);
        } catch (error) {
          return failed('no answer to GET /readyz', explainSilence(error, facts).message);
        }
        const dateMs = Date.parse(answer.headers.get('date') ?? '');
        if (!Number.isNaN(dateMs)) skewMs = dateMs - (askedAtMs + Date.now()) / 2;
        return judge(origin, answer, text);
      },
    },
    {
      name: 'clock',
      async run() {
        if (skewMs === null)
          return warning('the server does not say what time it is', 'Look at what stands before it.');
        // A Date header has whole seconds.
        if (Math.abs(skewMs) < skewMsMax) return ok('agrees with the server’s');
        const by = `${Math.round(Math.abs(skewMs) / 1_000)} s ${skewMs > 0 ? 'behind' : 'ahead of'} the server’s`;
        return warning(by, 'Set one of them right: whether tokens and certificates are over is judged by them.');
      },
    },
  ];
}

function judge(origin: string, { status, headers }: Response, text: string): Finding {
  const location = headers.get('location');
  if (status >= 300 && status < 400 && location !== null && URL.canParse(location, origin)) {
    const there = new URL(location, origin).origin;
    return failed(`${origin} sends its visitors to ${there}`, `Set AEROSTACK_URL to ${there} if you trust it.`);
  }
  const body = parse(text);
  if (typeof body?.status !== 'string' || typeof body.checks !== 'object') {
    const todo = 'Check AEROSTACK_URL, and what stands before the server: it must pass /readyz, /ws and /api on.';
    return failed(`what answers is not Aerostack (HTTP ${status})`, todo);
  }
  if (status === 200) return ok(`Aerostack is ${body.status}`);
  const todo = 'Wait a moment, or look into the server’s log.';
  return failed(`Aerostack is ${body.status}: ${JSON.stringify(body.checks)}`, todo);
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}
