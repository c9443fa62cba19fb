'use client';

import type { ReactNode } from 'react';
import { cn } from '@/components/ui/class-names';
import { Time } from '@/components/ui/time';
import type { UsageGroup } from '@/lib/usage/schemas';
import { failuresOf, msText, numberText, rateText } from './usage-text';

interface UsageTableProps {
  caption: string;
  head: string;
  groups: readonly UsageGroup[];
  nameOf: (group: UsageGroup) => ReactNode;
  /** Narrows the page to a row; without it rows are read only. */
  onChoose?: ((group: UsageGroup) => void) | undefined;
}

const heads = [
  'Calls',
  'Success',
  'Failed',
  'Refused',
  'Server p50',
  'Server p95',
  'Gateway p50',
  'Gateway p95',
  'Last used',
];

/** The numbers of each group, those with most calls first. */
export function UsageTable({ caption, head, groups, nameOf, onChoose }: UsageTableProps) {
  const most = Math.max(1, ...groups.map(({ calls }) => calls));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard.
    <section aria-label={caption} tabIndex={0} className="overflow-x-auto -outline-offset-2">
      <table className="w-full min-w-max text-left text-base tabular-nums">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-b bg-sunken text-muted-foreground text-xs">
            <th scope="col" className="h-9 px-5 font-medium">
              {head}
            </th>
            {heads.map((one) => (
              <th key={one} scope="col" className="px-3 text-right font-medium last:pr-5">
                {one}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y">
          {groups.map((group) => {
            const { outcomes, server_ms: server, gateway_ms: gateway } = group;
            const failures = failuresOf(group);
            return (
              <tr key={`${group.id} ${group.server_id}`}>
                <th scope="row" className="max-w-64 px-5 py-2.5 font-normal">
                  {onChoose !== undefined && group.id !== null ? (
                    <button
                      type="button"
                      className="block max-w-full truncate text-left font-medium hover:text-accent hover:underline"
                      onClick={() => onChoose(group)}
                    >
                      {nameOf(group)}
                    </button>
                  ) : (
                    <span className="block truncate">{nameOf(group)}</span>
                  )}
                  <span
                    aria-hidden="true"
                    className="mt-1 block h-1 rounded-full bg-accent/70"
                    style={{ width: `${Math.max(2, (group.calls / most) * 100)}%` }}
                  />
                </th>
                <Cell>{numberText(group.calls)}</Cell>
                <Cell>{rateText(group.success_rate)}</Cell>
                <Cell className={failures > 0 ? 'text-danger' : undefined}>{numberText(failures)}</Cell>
                <Cell>{numberText(outcomes.denied + outcomes.limited)}</Cell>
                <Cell>{msText(server?.p50)}</Cell>
                <Cell>{msText(server?.p95)}</Cell>
                <Cell>{msText(gateway?.p50)}</Cell>
                <Cell>{msText(gateway?.p95)}</Cell>
                <Cell>
                  {group.last_used_at ? <Time iso={group.last_used_at} /> : '–'}
                  {group.last_client && (
                    <span className="block text-muted-foreground text-xs">{group.last_client}</span>
                  )}
                </Cell>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

const Cell = ({ className, children }: { className?: string | undefined; children: ReactNode }) => (
  <td className={cn('whitespace-nowrap px-3 py-2.5 text-right last:pr-5', className)}>{children}</td>
);
