'use client';
import { FilterBar } from '@/components/ui/filter-bar';
import { FilterPill } from '@/components/ui/filter-pill';
import type { Token } from '@/lib/tokens/schemas';
import { tokenStates } from './token-state';
import { tokenStateLooks } from './token-status';
import { isFiltered, noFilters, type TokenSort, type TokenView } from './token-view';

interface TokenFiltersProps {
  tokens: readonly Token[];
  view: TokenView;
  onChange: (part: Partial<TokenView>) => void;
}

const statuses = [
  ...tokenStates.map((value) => ({ value, label: tokenStateLooks[value].label })),
  { value: 'exposed', label: 'Exposed' },
] as const;

const uses = [
  { value: 'never', label: 'Never used' },
  { value: 'idle30', label: 'Idle for 30 days' },
  { value: 'idle90', label: 'Idle for 90 days' },
] as const;

const sorts: { value: TokenSort; label: string }[] = [
  { value: 'newest', label: 'Newest' },
  { value: 'oldest', label: 'Oldest' },
  { value: 'name', label: 'Name' },
  { value: 'used', label: 'Last used' },
  { value: 'expires', label: 'Expires next' },
];

export function TokenFilters({ tokens, view, onChange }: TokenFiltersProps) {
  const creators = new Map(tokens.flatMap(({ created_by: who }) => (who ? [[who.id, who.name] as const] : [])));
  return (
    <FilterBar legend="Filter and sort tokens" isFiltered={isFiltered(view)} onClear={() => onChange(noFilters)}>
      <FilterPill
        label="Status"
        any="Any status"
        options={statuses}
        value={view.status}
        onChange={(status) => onChange({ status })}
      />
      <FilterPill label="Use" any="Any use" options={uses} value={view.use} onChange={(use) => onChange({ use })} />
      <FilterPill
        label="Expiry"
        any="Any expiry"
        options={[{ value: 'none', label: 'No expiry' }]}
        value={view.expiry}
        onChange={(expiry) => onChange({ expiry })}
      />
      <FilterPill
        label="Creator"
        any="Anybody"
        options={[...creators].map(([value, label]) => ({ value, label }))}
        value={view.creator}
        onChange={(creator) => onChange({ creator })}
      />
      <FilterPill
        label="Sort"
        options={sorts}
        value={view.sort}
        onChange={(sort) => onChange({ sort: sort ?? 'newest' })}
      />
    </FilterBar>
  );
}
