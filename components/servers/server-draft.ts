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
  prefix: string;
  timeoutSeconds: string;
}

export const emptyDraft: ServerDraft = {
  name: '',
  url: '',
  authType: 'none',
  bearer: '',
  headers: [{ id: 0, name: '', value: '' }],
  prefix: '',
  timeoutSeconds: '60',
};

export const draftOf = (server: Server): ServerDraft => ({
  ...emptyDraft,
  name: server.name,
  url: server.url,
  authType: server.auth.type === 'none' ? 'none' : 'keep',
  prefix: server.prefix,
  timeoutSeconds: String(server.timeout_ms / 1000),
});

/** What adding sends; an empty prefix is left out, so that the server's slug becomes it. */
export function createInput(draft: ServerDraft): CreateServerInput {
  const { prefix } = draft;
  return {
    name: draft.name,
    url: draft.url,
    auth: authInput(draft) ?? { type: 'none' },
    timeout_ms: timeoutMs(draft),
    ...(prefix === '' ? {} : { prefix }),
  };
}

/** What editing sends: only what differs, so that stored credentials and the rest stay as they are. */
export function updateInput(draft: ServerDraft, server: Server): UpdateServerInput {
  const before = draftOf(server);
  const auth = draft.authType === 'none' && server.auth.type === 'none' ? null : authInput(draft);
  return {
    ...(draft.name === before.name ? {} : { name: draft.name }),
    ...(draft.url === before.url ? {} : { url: draft.url }),
    ...(draft.prefix === before.prefix ? {} : { prefix: draft.prefix }),
    ...(draft.timeoutSeconds === before.timeoutSeconds ? {} : { timeout_ms: timeoutMs(draft) }),
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

/** Not a number stays one, so that the schema's own message is shown. */
const timeoutMs = ({ timeoutSeconds }: ServerDraft) => Math.round(Number(timeoutSeconds.trim() || Number.NaN) * 1000);
