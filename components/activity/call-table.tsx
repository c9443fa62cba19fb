'use client';

import type { MouseEvent, ReactNode } from 'react';
import { cn } from '@/components/ui/class-names';
import { Time } from '@/components/ui/time';
import type { Call } from '@/lib/calls/schemas';
import { OutcomeBadge } from './call-outcome';
import { spentText } from './spent-text';

interface CallTableProps {
  calls: readonly Call[];
  /** False for who sees their own calls only: they know whose those are. */
  seesAll: boolean;
  openId: string | undefined;
  hrefOf: (id: string) => string;
  onOpen: (id: string) => void;
}

const wideOnly = 'hidden xl:table-cell';

/** A table; on phones its rows become cards. */
export function CallTable({ calls, seesAll, openId, hrefOf, onOpen }: CallTableProps) {
  return (
    <div className="overflow-hidden rounded-xl border bg-surface shadow-sm">
      <table className="block w-full text-left text-base md:table">
        <caption className="sr-only">Calls, newest first</caption>
        <thead className="sr-only md:not-sr-only md:table-header-group">
          <tr className="border-b bg-sunken">
            <Heading className="pl-4 md:w-[30%]">Tool</Heading>
            <Heading>Outcome</Heading>
            <Heading>{seesAll ? 'Member' : 'Token'}</Heading>
            <Heading className={wideOnly}>Client</Heading>
            <Heading>Took</Heading>
            <Heading className="pr-4 md:text-right">When</Heading>
          </tr>
        </thead>
        <tbody className="block divide-y md:table-row-group">
          {calls.map((call) => (
            <CallRow
              key={call.id}
              call={call}
              seesAll={seesAll}
              isOpen={call.id === openId}
              href={hrefOf(call.id)}
              onOpen={onOpen}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Heading({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <th scope="col" className={cn('h-9 whitespace-nowrap px-3 font-medium text-muted-foreground text-xs', className)}>
      {children}
    </th>
  );
}

interface CallRowProps {
  call: Call;
  seesAll: boolean;
  isOpen: boolean;
  href: string;
  onOpen: (id: string) => void;
}

function CallRow({ call, seesAll, isOpen, href, onOpen }: CallRowProps) {
  /** A click that asks for a new tab gets one. */
  const open = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    onOpen(call.id);
  };
  return (
    <tr
      data-call={call.id}
      data-open={isOpen ? '' : undefined}
      className="relative grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 px-4 py-3 transition-colors hover:bg-hover has-[[data-call-link]:focus-visible]:bg-hover md:table-row md:px-0 data-open:bg-accent-subtle/60"
    >
      <th scope="row" className="min-w-0 text-left font-normal md:max-w-0 md:py-2.5 md:pr-3 md:pl-4 md:align-top">
        <a
          href={href}
          data-call-link=""
          onClick={open}
          className="block truncate rounded-sm font-medium font-mono text-sm after:absolute after:inset-0"
        >
          {call.tool}
        </a>
        <span className="block truncate text-muted-foreground text-sm">{call.server?.name ?? '–'}</span>
      </th>
      <td className="justify-self-end md:px-3 md:py-2.5 md:align-top">
        <OutcomeBadge outcome={call.outcome} />
      </td>
      <td className="min-w-0 md:max-w-40 md:px-3 md:py-2.5 md:align-top xl:max-w-52">
        {seesAll ? <Who call={call} /> : <span className="block truncate">{call.token?.name ?? '–'}</span>}
      </td>
      <td className={cn(wideOnly, 'max-w-48 px-3 py-2.5 align-top')}>
        <span className="block truncate text-muted-foreground">{call.client ?? '–'}</span>
      </td>
      <td className="hidden whitespace-nowrap tabular-nums md:table-cell md:px-3 md:py-2.5 md:align-top">
        {spentText(call.server_ms + call.gateway_ms)}
      </td>
      <td className="justify-self-end whitespace-nowrap text-muted-foreground md:py-2.5 md:pr-4 md:pl-3 md:text-right md:align-top">
        <span className="md:hidden">{spentText(call.server_ms + call.gateway_ms)} · </span>
        <span className="relative z-1">
          <Time iso={call.at} />
        </span>
      </td>
    </tr>
  );
}

function Who({ call }: { call: Call }) {
  return (
    <>
      <span className={cn('block truncate', call.member === null && 'text-muted-foreground')}>
        {call.member?.name ?? 'Nobody'}
      </span>
      <span className="block truncate text-muted-foreground text-sm">{call.token?.name ?? '–'}</span>
    </>
  );
}
