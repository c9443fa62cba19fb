'use client';

import { Ban, CircleCheck } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Problem } from '@/components/ui/problem';
import { SearchInput } from '@/components/ui/search-input';
import { Section } from '@/components/ui/section';
import { SegmentedRadio } from '@/components/ui/segmented-radio';
import { Skeleton } from '@/components/ui/skeleton';
import type { Token, TokenScope } from '@/lib/tokens/schemas';
import { counted } from './scope-text';
import { isLive } from './token-state';
import { type ExplainedTool, useTokenAccess } from './use-tokens';

type Side = 'all' | 'granted' | 'refused';

const rowsStep = 100;

/** What the token is narrowed to, which tools it sees, and why not the others: the answer to “why does my client not see X”. */
export function TokenAccess({ slug, token }: { slug: string; token: Token }) {
  const { data, error, isComplete, isCut } = useTokenAccess(slug, token.id);
  return (
    <Section
      title="Access"
      description={
        isLive(token)
          ? 'Which tools a client sees with this token, and why not the others.'
          : `It is ${token.status} and opens nothing. This is what it would see.`
      }
    >
      {token.scope && <ScopeFacts scope={token.scope} />}
      {error && data === undefined && (
        <div className="p-5">
          <Problem error={error} />
        </div>
      )}
      {data === undefined && !error && <Skeleton className="m-5 h-24" />}
      {data && <Tools {...data} isComplete={isComplete} isCut={isCut} />}
    </Section>
  );
}

interface ToolsProps {
  tools: ExplainedTool[];
  granted: number;
  refused: number;
  isComplete: boolean;
  isCut: boolean;
}

function Tools({ tools, granted, refused, isComplete, isCut }: ToolsProps) {
  const [text, setText] = useState('');
  const [side, setSide] = useState<Side>('all');
  const [rowsMax, setRowsMax] = useState(rowsStep);
  const wanted = useDeferredValue(text).trim().toLowerCase();
  const shown = tools.filter(
    ({ name, granted: isGranted }) =>
      name.toLowerCase().includes(wanted) && (side === 'all' || isGranted === (side === 'granted')),
  );
  if (granted + refused === 0) {
    return <p className="p-5 text-base text-muted-foreground">The servers of this workspace list no tools yet.</p>;
  }
  return (
    <>
      <div className="flex flex-wrap items-center gap-3 border-b px-5 py-4">
        <SearchInput
          label="Why does my client not see…"
          placeholder="Why does my client not see…"
          value={text}
          onChange={setText}
        />
        <SegmentedRadio
          legend="Which tools to show"
          hideLegend
          value={side}
          onChange={setSide}
          options={[
            { value: 'all', label: `All ${(granted + refused).toLocaleString('en')}` },
            { value: 'granted', label: `Sees ${granted.toLocaleString('en')}` },
            { value: 'refused', label: `Does not see ${refused.toLocaleString('en')}` },
          ]}
        />
      </div>
      <ul aria-label="Tools" className="divide-y">
        {shown.slice(0, rowsMax).map((tool) => (
          <ToolRow key={tool.name} tool={tool} />
        ))}
      </ul>
      <div className="empty:hidden" aria-live="polite">
        {shown.length === 0 && (
          <p className="px-5 py-8 text-pretty text-center text-muted-foreground">{noneText(text, side, isComplete)}</p>
        )}
      </div>
      {shown.length > rowsMax && (
        <div className="flex justify-center border-t p-4">
          <Button variant="secondary" size="small" onClick={() => setRowsMax(rowsMax + rowsStep)}>
            Show {Math.min(rowsStep, shown.length - rowsMax)} more
          </Button>
        </div>
      )}
      {isCut && (
        <p className="border-t px-5 py-3 text-muted-foreground text-sm">
          Only the first {counted(tools.length, 'tool')} are here.
        </p>
      )}
    </>
  );
}

function noneText(text: string, side: Side, isComplete: boolean): string {
  if (!isComplete) return 'Looking…';
  if (text.trim() === '') return side === 'granted' ? 'It sees no tool.' : 'It sees every tool.';
  const where = { all: 'in this workspace', granted: 'among those it sees', refused: 'among those it does not see' }[
    side
  ];
  const help =
    side === 'all'
      ? ' Its server may be missing, or its list of tools older than the tool: refresh it under Servers.'
      : '';
  return `There is no “${text.trim()}” ${where}.${help}`;
}

function ToolRow({ tool }: { tool: ExplainedTool }) {
  const Icon = tool.granted ? CircleCheck : Ban;
  return (
    <li className="flex items-start gap-3 px-5 py-2.5">
      <Icon
        className={`mt-[3px] size-4 shrink-0 ${tool.granted ? 'text-success' : 'text-muted-foreground'}`}
        role="img"
        aria-label={tool.granted ? 'Sees' : 'Does not see'}
      />
      <div className="min-w-0">
        <p className={`break-all font-mono text-sm leading-[1.375rem] ${tool.granted ? '' : 'text-muted-foreground'}`}>
          {tool.name}
        </p>
        {tool.words && <p className="text-pretty text-base">{tool.words}</p>}
      </div>
    </li>
  );
}

function ScopeFacts({ scope }: { scope: TokenScope }) {
  const facts = [
    { label: 'Servers', entries: scope.servers ?? [], isOn: scope.servers !== null },
    { label: 'Only tools that match', entries: scope.allow, isOn: scope.allow.length > 0 },
    { label: 'Never tools that match', entries: scope.deny, isOn: scope.deny.length > 0 },
    { label: 'Addresses', entries: scope.addresses, isOn: scope.addresses.length > 0 },
  ];
  return (
    <dl className="grid gap-x-8 gap-y-3 border-b bg-background px-5 py-4 text-base sm:grid-cols-2">
      {facts
        .filter(({ isOn }) => isOn)
        .map(({ label, entries }) => (
          <div key={label} className="min-w-0">
            <dt className="text-muted-foreground text-sm">{label}</dt>
            <dd className="flex flex-wrap gap-1.5 pt-0.5">
              {entries.map((entry) => (
                <code key={entry} className="break-all rounded-sm border bg-surface px-1.5 font-mono text-xs leading-5">
                  {entry}
                </code>
              ))}
            </dd>
          </div>
        ))}
      {scope.read_only && (
        <div>
          <dt className="text-muted-foreground text-sm">Read only</dt>
          <dd>Tools that say that they change nothing</dd>
        </div>
      )}
    </dl>
  );
}
