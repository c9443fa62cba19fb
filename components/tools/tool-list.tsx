'use client';

import { Search, Wrench } from 'lucide-react';
import type { Route } from 'next';
import { useDeferredValue, useState } from 'react';
import { useServers } from '@/components/servers/use-servers';
import { ButtonLink } from '@/components/ui/button-link';
import { EmptyState } from '@/components/ui/empty-state';
import { Input } from '@/components/ui/input';
import { PageHeader } from '@/components/ui/page-header';
import { Problem } from '@/components/ui/problem';
import type { Tool } from '@/lib/servers/schemas';
import { ToolListSkeleton } from './tool-list-skeleton';
import { ToolRow } from './tool-row';
import { useTools } from './use-tools';

export function ToolList({ slug }: { slug: string }) {
  const [filter, setFilter] = useState('');
  const { data: tools, error } = useTools(slug);
  const shown = matching(tools ?? [], useDeferredValue(filter));
  return (
    <div className="grid grid-cols-1 gap-6">
      <PageHeader
        title="Tools"
        description="Exactly what a connected client sees: the tools of all enabled servers in one flat list."
      />
      {error && tools === undefined && <Problem error={error} />}
      {tools === undefined && !error && <ToolListSkeleton />}
      {tools?.length === 0 && (
        <EmptyState
          icon={Wrench}
          title="No tools yet"
          actions={<ButtonLink href={`/workspaces/${slug}/servers` as Route}>Go to servers</ButtonLink>}
        >
          <p>Tools come from servers. Add one, or enable one that is switched off, and its tools appear here.</p>
        </EmptyState>
      )}
      {tools !== undefined && tools.length > 0 && (
        <>
          <div className="flex flex-wrap items-center justify-between gap-3">
            <div className="relative w-full sm:max-w-xs">
              <Search
                className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-muted-foreground"
                aria-hidden="true"
              />
              <Input
                type="search"
                aria-label="Filter tools"
                placeholder="Filter by name or description"
                className="pl-9"
                value={filter}
                onValueChange={setFilter}
              />
            </div>
            <p className="text-muted-foreground text-sm tabular-nums" aria-live="polite">
              {shown.length === tools.length ? `${tools.length} tools` : `${shown.length} of ${tools.length} tools`}
            </p>
          </div>
          {shown.length === 0 && <p className="py-8 text-center text-muted-foreground">No tool matches “{filter}”.</p>}
          <ToolGroups slug={slug} tools={shown} />
        </>
      )}
    </div>
  );
}

function ToolGroups({ slug, tools }: { slug: string; tools: Tool[] }) {
  const { data: servers } = useServers(slug);
  const groups = new Map<string, Tool[]>();
  for (const tool of tools) groups.set(tool.server, [...(groups.get(tool.server) ?? []), tool]);
  return [...groups].map(([server, members]) => (
    <section key={server} aria-labelledby={`server-${server}`} className="grid grid-cols-1 gap-2.5">
      <h2 id={`server-${server}`} className="flex items-baseline gap-2 font-semibold text-lg">
        <span className="min-w-0 break-words">
          {servers?.find((candidate) => candidate.slug === server)?.name ?? server}
        </span>
        <span className="font-normal text-muted-foreground text-sm tabular-nums">{members.length}</span>
      </h2>
      <ul className="divide-y overflow-hidden rounded-xl border bg-surface shadow-sm">
        {members.map((tool) => (
          <ToolRow key={tool.name} tool={tool} />
        ))}
      </ul>
    </section>
  ));
}

function matching(tools: Tool[], filter: string): Tool[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return tools;
  return tools.filter(({ name, title, description }) => {
    const text = `${name} ${title ?? ''} ${description}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
