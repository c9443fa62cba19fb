'use client';

import { type ReactNode, useDeferredValue, useState } from 'react';
import { RecordedNote } from '@/components/servers/recorded-note';
import { useServers } from '@/components/servers/use-servers';
import { Problem } from '@/components/ui/problem';
import { SearchInput } from '@/components/ui/search-input';
import { ToolListSkeleton } from './tool-list-skeleton';

interface EntryListProps<Entry> {
  slug: string;
  entries: Entry[] | undefined;
  error: Error | null;
  /** `tool`, `prompt`, `resource`. */
  noun: string;
  /** What the filter looks in. */
  textOf: (entry: Entry) => string;
  /** Instead of the list when it is empty. */
  empty: ReactNode;
  /** One entry as a list item with its own key. */
  children: (entry: Entry) => ReactNode;
}

/** What servers list, by server, with a filter over all of it. */
export function EntryList<Entry extends { server: string }>(props: EntryListProps<Entry>) {
  const { slug, entries, error, noun, textOf } = props;
  const [filter, setFilter] = useState('');
  const shown = matching(entries ?? [], useDeferredValue(filter), textOf);
  if (entries === undefined) return error === null ? <ToolListSkeleton /> : <Problem error={error} />;
  if (entries.length === 0) return props.empty;
  const count = `${entries.length} ${noun}${entries.length === 1 ? '' : 's'}`;
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <SearchInput
          label={`Filter ${noun}s`}
          placeholder="Filter by name or description"
          value={filter}
          onChange={setFilter}
        />
        <p className="text-muted-foreground text-sm tabular-nums" aria-live="polite">
          {shown.length === entries.length ? count : `${shown.length} of ${count}`}
        </p>
      </div>
      {shown.length === 0 && (
        <p className="py-8 text-center text-muted-foreground">
          No {noun} matches “{filter}”.
        </p>
      )}
      <Groups slug={slug} entries={shown} row={props.children} />
    </>
  );
}

interface GroupsProps<Entry> {
  slug: string;
  entries: Entry[];
  row: (entry: Entry) => ReactNode;
}

function Groups<Entry extends { server: string }>({ slug: workspace, entries, row }: GroupsProps<Entry>) {
  const { data: servers } = useServers(workspace);
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) groups.set(entry.server, [...(groups.get(entry.server) ?? []), entry]);
  return [...groups].map(([slug, members]) => {
    const server = servers?.find((candidate) => candidate.slug === slug);
    return (
      <section key={slug} aria-labelledby={`server-${slug}`} className="grid grid-cols-1 gap-2.5">
        <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
          <h2 id={`server-${slug}`} className="flex items-baseline gap-2 font-semibold text-lg">
            <span className="min-w-0 break-words">{server?.name ?? slug}</span>
            <span className="font-normal text-muted-foreground text-sm tabular-nums">{members.length}</span>
          </h2>
          {server?.recording.enabled && <RecordedNote />}
        </div>
        <ul className="divide-y overflow-hidden rounded-xl border bg-surface shadow-sm">{members.map(row)}</ul>
      </section>
    );
  });
}

function matching<Entry>(entries: Entry[], filter: string, textOf: (entry: Entry) => string): Entry[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return entries;
  return entries.filter((entry) => {
    const text = textOf(entry).toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
