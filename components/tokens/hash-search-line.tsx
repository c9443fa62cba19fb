'use client';

import { CircleAlert, CircleCheck, LoaderCircle, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import type { HashSearch } from './use-token-hash-search';

interface HashSearchLineProps {
  search: HashSearch;
  onEnd: () => void;
  onSearchHint: (hint: string) => void;
}

/** What became of a token that was pasted into the search field. */
export function HashSearchLine({ search, onEnd, onSearchHint }: HashSearchLineProps) {
  const Icon = search.kind === 'looking' ? LoaderCircle : search.kind === 'found' ? CircleCheck : CircleAlert;
  const colour =
    { looking: 'animate-spin', found: 'text-success' }[search.kind as 'looking' | 'found'] ?? 'text-warning';
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-lg border bg-surface px-4 py-2 text-base">
      <p role="status" className="flex min-w-0 items-start gap-2.5">
        <Icon className={`mt-[3px] size-4 shrink-0 ${colour}`} aria-hidden="true" />
        <span className="min-w-0">{words(search)}</span>
      </p>
      {search.kind === 'cannot hash' && (
        <Button variant="link" size="small" className="min-h-6 px-0" onClick={() => onSearchHint(search.hint)}>
          Search for {search.hint}
        </Button>
      )}
      <Button
        variant="ghost"
        size="small"
        className="-mr-1.5 ml-auto text-muted-foreground"
        onClick={onEnd}
        disabled={search.kind === 'looking'}
      >
        <X aria-hidden="true" />
        {search.kind === 'found' ? 'Show all' : 'Dismiss'}
      </Button>
    </div>
  );
}

function words(search: HashSearch): ReactNode {
  switch (search.kind) {
    case 'looking':
      return 'Hashing it in this browser and looking for the hash…';
    case 'found':
      return (
        <>
          Found by its hash: <Hint text={search.token.hint} />
        </>
      );
    case 'none':
      return (
        <>
          No token of this workspace: <Hint text={search.hint} />
        </>
      );
    case 'cannot hash':
      return 'This page was not loaded over https or from this machine, and browsers hash nothing then. The token was not sent. Search for its hint instead.';
    case 'part':
      return 'That is a part of a token, so it was taken out of the field. Paste the whole token, or search by its first 4 or last 4 characters.';
    case 'other':
      return `That is ${search.name}, not a token of a workspace, so it was taken out of the field.`;
    case 'failed':
      return search.text;
  }
}

const Hint = ({ text }: { text: string }) => <code className="font-mono text-sm">{text}</code>;
