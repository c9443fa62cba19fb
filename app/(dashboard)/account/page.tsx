import type { Metadata } from 'next';
import { AccountPage } from '@/components/account/account-page';
import { Prefetched, wholeList } from '@/components/shell/prefetched';
import { listApiKeys } from '@/lib/account/list-api-keys';
import { listIdentities } from '@/lib/account/list-identities';
import { listSessions } from '@/lib/account/list-sessions';
import { readAccount } from '@/lib/account/read-account';
import { keys } from '@/lib/query/keys';
import { requireCtx } from '../page-context';

export const metadata: Metadata = { title: 'Account' };

export default async function Account() {
  const ctx = await requireCtx();
  const [account, methods, apiKeys, sessions] = await Promise.all([
    readAccount(ctx),
    listIdentities(ctx, { limit: 100 }),
    listApiKeys(ctx, { limit: 100 }),
    listSessions(ctx, { limit: 100 }),
  ]);
  return (
    <Prefetched
      data={[
        [keys.account(), account],
        [keys.identities(), methods],
        [keys.apiKeys(), wholeList(apiKeys.api_keys, apiKeys)],
        [keys.sessions(), wholeList(sessions.sessions, sessions)],
      ]}
    >
      <AccountPage mailIsOn={ctx.mail.isOn} />
    </Prefetched>
  );
}
