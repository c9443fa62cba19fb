import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { OutboxPage } from '@/components/outbox/outbox-page';
import { AppShell } from '@/components/shell/app-shell';
import { Prefetched } from '@/components/shell/prefetched';
import { readMe } from '@/lib/account/read-me';
import { listOutbox, mayReadOutbox } from '@/lib/mail/list-outbox';
import { keys } from '@/lib/query/keys';
import { currentCtx } from '../(dashboard)/page-context';

export const metadata: Metadata = { title: 'Outbox', robots: { index: false } };

/** Outside of the dashboard’s layout, which would ask strangers to sign in: to them there is nothing here. */
export default async function Outbox() {
  const ctx = await currentCtx();
  if (ctx === null || !(await mayReadOutbox(ctx))) notFound();
  const [me, outbox] = await Promise.all([readMe(ctx), listOutbox(ctx)]);
  return (
    <Prefetched
      data={[
        [keys.me(), me],
        [keys.outbox(), outbox],
      ]}
    >
      <AppShell user={me.user} hasOutbox>
        <OutboxPage />
      </AppShell>
    </Prefetched>
  );
}
