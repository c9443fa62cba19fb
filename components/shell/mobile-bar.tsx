'use client';

import { Menu as MenuIcon } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { Wordmark } from '@/components/brand/logo';
import { Button } from '@/components/ui/button';
import { Dialog, DialogContent, DialogTitle } from '@/components/ui/dialog';
import { UserMenu, type UserMenuProps } from './user-menu';
import { WorkspaceNav } from './workspace-nav';

/** What stands in for the sidebar on narrow screens. */
export function MobileBar({ user, hasOutbox }: Pick<UserMenuProps, 'user' | 'hasOutbox'>) {
  const [open, setOpen] = useState(false);
  return (
    <header className="sticky top-0 z-30 flex h-14 items-center gap-1 border-b bg-background px-3 lg:hidden">
      <Button variant="ghost" size="icon" aria-label="Open navigation" onClick={() => setOpen(true)}>
        <MenuIcon aria-hidden="true" />
      </Button>
      <Link href="/workspaces" className="rounded-md px-1 py-1">
        <Wordmark />
      </Link>
      <div className="ml-auto">
        <UserMenu user={user} hasOutbox={hasOutbox} compact />
      </div>
      <Dialog open={open} onOpenChange={setOpen}>
        <DialogContent shape="side">
          <div className="px-5 pt-4 pb-6">
            <DialogTitle className="sr-only">Navigation</DialogTitle>
            <Wordmark />
          </div>
          <div className="overflow-y-auto pb-6">
            <WorkspaceNav onNavigate={() => setOpen(false)} />
          </div>
        </DialogContent>
      </Dialog>
    </header>
  );
}
