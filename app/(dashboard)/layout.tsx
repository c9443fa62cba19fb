import type { ReactNode } from 'react';
import { AppShell } from '@/components/shell/app-shell';
import { Prefetched } from '@/components/shell/prefetched';
import { readMe } from '@/lib/account/read-me';
import { keys } from '@/lib/query/keys';
import { requireCtx } from './page-context';

/** The frame only. Each page asks for itself who may see it: a layout is not rendered again for every page. */
export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const me = await readMe(await requireCtx());
  return (
    <Prefetched data={[[keys.me(), me]]}>
      <AppShell user={me.user}>{children}</AppShell>
    </Prefetched>
  );
}
