import type { CreateServerInput, Server, ServerAuthInput, UpdateServerInput } from '@/lib/servers/schemas';

export interface HeaderRow {
  /** Identity of the row while it is edited. */
  id: number;
  name: string;
  value: string;
}

/** A server as it stands in the form. `keep` leaves stored credentials untouched. */
export interface ServerDraft {
  name: string;
  url: string;
  authType: 'keep' | 'none' | 'bearer' | 'headers';
  bearer: string;
  headers: HeaderRow[];
  /** `slug`: the server's own slug, whatever stands in `prefix`. */
  prefixKind: 'slug' | 'own' | 'none';
  prefix: string;
  timeoutSeconds: string;
  connectTimeoutSeconds: string;
  totalTimeoutSeconds: string;
  concurrencyMax: string;
}

export const emptyDraft: ServerDraft = {
  name: '',
  url: '',
  authType: 'none',
  bearer: '',
  headers: [{ id: 0, name: '', value: '' }],
  prefixKind: 'slug',
  prefix: '',
  timeoutSeconds: '60',
  connectTimeoutSeconds: '5',
  totalTimeoutSeconds: '3600',
  concurrencyMax: '64',
};

export const draftOf = (server: Server): ServerDraft => ({
  ...emptyDraft,
  name: server.name,
  url: server.url,
  authType: server.auth.type === 'none' ? 'none' : 'keep',
  prefixKind: prefixKindOf(server),
  prefix: server.prefix,
  timeoutSeconds: String(server.timeout_ms / 1000),
  connectTimeoutSeconds: String(server.connect_timeout_ms / 1000),
  totalTimeoutSeconds: String(server.total_timeout_ms / 1000),
  concurrencyMax: String(server.concurrency_max),
});

const prefixKindOf = ({ prefix, slug }: Server): ServerDraft['prefixKind'] =>
  prefix === '' ? 'none' : prefix === slug ? 'slug' : 'own';

/** What adding sends; without a prefix of its own the server's slug becomes it. */
export function createInput(draft: ServerDraft): CreateServerInput {
  const prefix = prefixInput(draft);
  return {
    name: draft.name,
    url: draft.url,
    auth: authInput(draft) ?? { type: 'none' },
    ...limitsInput(draft),
    ...(prefix === null ? {} : { prefix }),
  };
}

/** What editing sends: only what differs, so that stored credentials and the rest stay as they are. */
export function updateInput(draft: ServerDraft, server: Server): UpdateServerInput {
  const before = draftOf(server);
  const auth = draft.authType === 'none' && server.auth.type === 'none' ? null : authInput(draft);
  const prefix = prefixInput(draft) ?? server.slug;
  const limits = limitsInput(draft);
  return {
    ...(draft.name === before.name ? {} : { name: draft.name }),
    ...(draft.url === before.url ? {} : { url: draft.url }),
    ...(prefix === server.prefix ? {} : { prefix }),
    ...(draft.timeoutSeconds === before.timeoutSeconds ? {} : { timeout_ms: limits.timeout_ms }),
    ...(draft.connectTimeoutSeconds === before.connectTimeoutSeconds
      ? {}
      : { connect_timeout_ms: limits.connect_timeout_ms }),
    ...(draft.totalTimeoutSeconds === before.totalTimeoutSeconds ? {} : { total_timeout_ms: limits.total_timeout_ms }),
    ...(draft.concurrencyMax === before.concurrencyMax ? {} : { concurrency_max: limits.concurrency_max }),
    ...(auth === null ? {} : { auth }),
  };
}

function authInput({ authType, bearer, headers }: ServerDraft): ServerAuthInput | null {
  if (authType === 'keep') return null;
  if (authType === 'none') return { type: 'none' };
  if (authType === 'bearer') return { type: 'bearer', token: bearer.trim() };
  const filled = headers.filter(({ name, value }) => name.trim() !== '' || value.trim() !== '');
  return { type: 'headers', headers: Object.fromEntries(filled.map(({ name, value }) => [name.trim(), value.trim()])) };
}

/** Null for the slug, which is also what a field left empty means. */
function prefixInput({ prefixKind, prefix }: ServerDraft): string | null {
  if (prefixKind === 'none') return '';
  return prefixKind === 'slug' || prefix.trim() === '' ? null : prefix.trim();
}

/** Not a number stays one, so that the schema's own message is shown. */
const numberIn = (text: string) => Number(text.trim() || Number.NaN);
const milliseconds = (seconds: string) => Math.round(numberIn(seconds) * 1000);

const limitsInput = (draft: ServerDraft) => ({
  timeout_ms: milliseconds(draft.timeoutSeconds),
  connect_timeout_ms: milliseconds(draft.connectTimeoutSeconds),
  total_timeout_ms: milliseconds(draft.totalTimeoutSeconds),
  concurrency_max: numberIn(draft.concurrencyMax),
});
