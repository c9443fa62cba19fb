'use client';

import { X } from 'lucide-react';
import { useMembers } from '@/components/members/use-members';
import { FilterBar } from '@/components/ui/filter-bar';
import { FilterPill } from '@/components/ui/filter-pill';
import { type AuditView, isFiltered, noFilters, type Period } from './audit-view';
import { deedOf, isDeed, nouns } from './audit-words';

const periods: { value: Period; label: string }[] = [
  { value: 'day', label: 'Last 24 hours' },
  { value: 'week', label: 'Last 7 days' },
  { value: 'month', label: 'Last 30 days' },
];

const results = [
  { value: 'done', label: 'Done' },
  { value: 'refused', label: 'Refused' },
] as const;

interface AuditFiltersProps {
  slug: string;
  view: AuditView;
  onChange: (part: Partial<AuditView>) => void;
}

export function AuditFilters({ slug, view, onChange }: AuditFiltersProps) {
  const { data: members = [] } = useMembers(slug);
  const people = members.map(({ user }) => ({ value: user.id, label: user.name }));
  const isGone = view.actor !== null && view.actor !== 'system' && !people.some(({ value }) => value === view.actor);
  // A link may ask for one verb; the menu offers nouns.
  const one =
    view.action !== null && isDeed(view.action) ? [{ value: view.action, label: deedOf({ action: view.action }) }] : [];
  return (
    <FilterBar legend="Filter the audit log" isFiltered={isFiltered(view)} onClear={() => onChange(noFilters)}>
      <FilterPill
        label="Who"
        any="Anybody"
        options={[
          ...people,
          ...(isGone ? [{ value: view.actor ?? '', label: 'Former member' }] : []),
          { value: 'system', label: 'Aerostack' },
        ]}
        value={view.actor}
        onChange={(actor) => onChange({ actor })}
      />
      <FilterPill
        label="What"
        any="Anything"
        options={[...nouns, ...one]}
        value={view.action}
        onChange={(action) => onChange({ action })}
      />
      <FilterPill
        label="Result"
        any="Any result"
        options={results}
        value={view.result}
        onChange={(result) => onChange({ result })}
      />
      <FilterPill
        label="When"
        any="Any time"
        options={periods}
        value={view.period}
        onChange={(period) => onChange({ period })}
      />
      {view.request !== null && <Only onEnd={() => onChange({ request: null })}>One request</Only>}
      {view.target !== null && <Only onEnd={() => onChange({ target: null })}>One thing</Only>}
    </FilterBar>
  );
}

/** What came with a link: it can be taken off, not chosen. */
function Only({ children, onEnd }: { children: string; onEnd: () => void }) {
  return (
    <button
      type="button"
      onClick={onEnd}
      className="inline-flex h-8 shrink-0 items-center gap-1.5 whitespace-nowrap rounded-full border border-accent/40 bg-accent-subtle px-3 font-medium text-accent text-sm"
    >
      {children}
      <X className="size-3.5" aria-hidden="true" />
      <span className="sr-only">: take this filter off</span>
    </button>
  );
}
