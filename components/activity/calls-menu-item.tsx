import { Activity } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { MenuLinkItem } from '@/components/ui/menu';
import { type CallView, queryOf } from './call-view';

/** From a member, token or server to its calls. */
export function CallsMenuItem({ slug, of }: { slug: string; of: Pick<CallView, 'member' | 'token' | 'server'> }) {
  return (
    <MenuLinkItem render={<Link href={`/workspaces/${slug}/activity?${queryOf(of)}` as Route} />} closeOnClick>
      <Activity aria-hidden="true" />
      Calls
    </MenuLinkItem>
  );
}
