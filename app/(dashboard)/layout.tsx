import type { ReactNode } from 'react';
import { AppShell } from '@/components/shell/app-shell';
import { Prefetched } from '@/components/shell/prefetched';
import { readMe } from '@/lib/account/read-me';
import { mayReadOutbox } from '@/lib/mail/list-outbox';
import { keys } from '@/lib/query/keys';
import { requireCtx } from './page-context';

/** The frame only. Each page asks for itself who may see it: a layout is not rendered again for every page. */
export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const ctx = await requireCtx();
  const [me, hasOutbox] = await Promise.all([readMe(ctx), mayReadOutbox(ctx)]);
  return (
    <Prefetched data={[[keys.me(), me]]}>
      <AppShell user={me.user} hasOutbox={hasOutbox}>
        {children}
      </AppShell>
    </Prefetched>
  );
}
