'use client';

import type { Route } from 'next';
import Link from 'next/link';
import { useSelectedLayoutSegment } from 'next/navigation';

const rooms = [
  { segment: 'servers', label: 'Servers' },
  { segment: 'tools', label: 'Tools' },
  { segment: 'tokens', label: 'Tokens' },
  { segment: 'members', label: 'Members' },
  { segment: 'analytics', label: 'Analytics' },
  { segment: 'activity', label: 'Activity' },
  { segment: 'audit', label: 'Audit' },
  { segment: 'connect', label: 'Connect' },
  { segment: 'settings', label: 'Settings' },
] as const;

/** On a phone the row scrolls sideways; the current room must not be out of sight. */
const showWhole = (link: HTMLAnchorElement | null) => link?.scrollIntoView({ block: 'nearest', inline: 'nearest' });

/** Links, because each room is a page with an address of its own. */
export function WorkspaceTabs({ slug, mayAudit }: { slug: string; mayAudit: boolean }) {
  const current = useSelectedLayoutSegment();
  return (
    <nav aria-label="Workspace" className="-mx-4 fade-edges overflow-x-auto border-b px-4 sm:-mx-0 sm:px-0">
      <ul className="flex gap-1">
        {rooms
          .filter(({ segment }) => segment !== 'audit' || mayAudit)
          .map(({ segment, label }) => (
            <li key={segment}>
              <Link
                href={`/workspaces/${slug}/${segment}` as Route}
                ref={segment === current ? showWhole : undefined}
                aria-current={segment === current ? 'page' : undefined}
                className="-mb-px flex h-10 scroll-mx-12 items-center border-transparent border-b-2 px-2.5 font-medium text-base text-muted-foreground -outline-offset-2 transition-colors hover:text-foreground aria-[current=page]:border-accent aria-[current=page]:text-foreground"
              >
                {label}
              </Link>
            </li>
          ))}
      </ul>
    </nav>
  );
}
