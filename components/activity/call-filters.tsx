'use client';

import { X } from 'lucide-react';
import { type RefObject, useEffect, useEffectEvent, useState } from 'react';
import { useMembers } from '@/components/members/use-members';
import { useServers } from '@/components/servers/use-servers';
import { useToken } from '@/components/tokens/use-tokens';
import { useTools } from '@/components/tools/use-tools';
import { Button } from '@/components/ui/button';
import { FilterBar } from '@/components/ui/filter-bar';
import { FilterPill } from '@/components/ui/filter-pill';
import { SearchInput } from '@/components/ui/search-input';
import type { Call } from '@/lib/calls/schemas';
import { outcomeChoices } from './call-outcome';
import { type CallView, isFiltered } from './call-view';
import type { useCallView } from './use-call-view';
import { useTokenChoices } from './use-calls';

interface CallFiltersProps {
  slug: string;
  /** False for who sees their own calls only. */
  seesAll: boolean;
  view: CallView;
  onChange: ReturnType<typeof useCallView>[1];
  /** Those on the screen: their clients can be chosen. */
  calls: readonly Call[];
}

interface Choice {
  value: string;
  label: string;
}

export function CallFilters({ slug, seesAll, view, onChange, calls }: CallFiltersProps) {
  const tokens = useTokenChoices(slug);
  const servers = useServers(slug);
  const tools = useTools(slug);
  const isKnownToken = tokens.data?.some(({ id }) => id === view.token) ?? true;
  const { data: otherToken } = useToken(slug, isKnownToken ? null : (view.token ?? null));
  const clients = new Set(calls.flatMap(({ client }) => client ?? []));
  const pill = (name: keyof CallView, label: string, any: string, choices: Choice[]) => (
    <FilterPill
      label={label}
      any={any}
      options={withChosen(choices, view[name])}
      value={view[name] ?? null}
      onChange={(value) => onChange({ [name]: value ?? undefined })}
    />
  );
  return (
    <FilterBar
      legend="Filter calls"
      isFiltered={isFiltered(view)}
      onClear={() => onChange(Object.fromEntries(Object.keys(view).map((name) => [name, undefined])))}
    >
      {pill('outcome', 'Outcome', 'Any outcome', [...outcomeChoices])}
      {seesAll && <MemberPill slug={slug} pill={pill} />}
      {pill(
        'token',
        'Token',
        'Any token',
        [...(tokens.data ?? []), ...(otherToken ? [otherToken] : [])].map(({ id, name }) => ({
          value: id,
          label: name,
        })),
      )}
      {pill(
        'server',
        'Server',
        'Any server',
        (servers.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
      )}
      {pill(
        'tool',
        'Tool',
        'Any tool',
        (tools.data ?? []).map(({ name }) => ({ value: name, label: name })),
      )}
      {pill(
        'client',
        'Client',
        'Any client',
        [...clients].sort().map((client) => ({ value: client, label: client })),
      )}
      {(view.from ?? view.to) !== undefined && (
        <Button variant="secondary" size="small" onClick={() => onChange({ from: undefined, to: undefined })}>
          {rangeText(view)}
          <X aria-label="Any time" />
        </Button>
      )}
    </FilterBar>
  );
}

type Pill = (name: keyof CallView, label: string, any: string, choices: Choice[]) => React.ReactNode;

function MemberPill({ slug, pill }: { slug: string; pill: Pill }) {
  const members = useMembers(slug);
  return pill('member', 'Member', 'Anybody', [
    ...(members.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
    { value: 'none', label: 'Nobody (bots)' },
  ]);
}

/** What is gone, or still on its way here, is chosen all the same. */
const withChosen = (choices: Choice[], value: string | undefined): Choice[] =>
  value === undefined || choices.some((choice) => choice.value === value)
    ? choices
    : [{ value, label: isId.test(value) ? `${value.slice(0, 8)}…` : value }, ...choices];

const isId = /^[0-9a-f]{8}-/;

const moment = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });

function rangeText({ from, to }: CallView): string {
  const words = (text: string) => moment.format(new Date(text));
  if (from !== undefined && to !== undefined) return `${words(from)} to ${words(to)} UTC`;
  return from !== undefined ? `Since ${words(from)} UTC` : `Before ${words(to as string)} UTC`;
}

const pauseMs = 250;

interface RequestSearchProps {
  value: string;
  onSearch: (id: string) => void;
  inputRef: RefObject<HTMLInputElement | null>;
}

/** Finds the calls of one request, by the id that the gateway's answer and the log say. */
export function RequestSearch({ value, onSearch, inputRef }: RequestSearchProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const search = useEffectEvent((text: string) => {
    onSearch(text.trim());
    setTyped(null);
  });
  useEffect(() => {
    if (typed === null) return;
    const timer = setTimeout(() => search(typed), pauseMs);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <SearchInput
      inputRef={inputRef}
      label="Find a call by its request id"
      shortcut="/"
      placeholder="Request id"
      spellCheck={false}
      maxLength={200}
      value={typed ?? value}
      onChange={setTyped}
    />
  );
}
