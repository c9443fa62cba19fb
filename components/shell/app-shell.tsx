import Link from 'next/link';
import type { ReactNode } from 'react';
import { Wordmark } from '@/components/brand/logo';
import { MobileBar } from './mobile-bar';
import { UserMenu } from './user-menu';
import { WorkspaceNav } from './workspace-nav';

interface AppShellProps {
  user: { name: string; email: string };
  /** Whether there are unsent mails that this person may see. */
  hasOutbox: boolean;
  children: ReactNode;
}

/** The frame of every page for people who are signed in. */
export function AppShell({ user, hasOutbox, children }: AppShellProps) {
  return (
    <>
      <a
        href="#main"
        className="sr-only rounded-md bg-primary px-4 py-2 font-medium text-primary-foreground focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-90 focus:px-4 focus:py-2"
      >
        Skip to content
      </a>
      <div className="lg:grid lg:grid-cols-[15.5rem_minmax(0,1fr)]">
        <aside className="sticky top-0 hidden h-dvh flex-col border-r bg-sunken lg:flex">
          <div className="px-5 pt-5 pb-6">
            <Link href="/workspaces" className="inline-block rounded-md">
              <Wordmark />
            </Link>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto">
            <WorkspaceNav />
          </div>
          <div className="border-t p-2">
            <UserMenu user={user} hasOutbox={hasOutbox} />
          </div>
        </aside>
        <div className="min-w-0">
          <MobileBar user={user} hasOutbox={hasOutbox} />
          <main
            id="main"
            tabIndex={-1}
            className="mx-auto w-full max-w-6xl px-4 pt-6 pb-24 outline-none sm:px-8 lg:pt-9"
          >
            {children}
          </main>
        </div>
      </div>
    </>
  );
}
