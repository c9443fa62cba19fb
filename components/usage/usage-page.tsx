'use client';

import { ChartColumn } from 'lucide-react';
import { useState } from 'react';
import { ServerStatusBadge } from '@/components/servers/server-status';
import { useServers } from '@/components/servers/use-servers';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ExportButtons } from '@/components/ui/export-buttons';
import { FilterBar } from '@/components/ui/filter-bar';
import { FilterPill } from '@/components/ui/filter-pill';
import { PageHeader } from '@/components/ui/page-header';
import { Problem } from '@/components/ui/problem';
import { Section } from '@/components/ui/section';
import { SegmentedRadio } from '@/components/ui/segmented-radio';
import { Skeleton } from '@/components/ui/skeleton';
import { useWorkspace } from '@/components/workspaces/use-workspaces';
import type { Usage, UsageGroup, UsageGrouping, UsagePeriod } from '@/lib/usage/schemas';
import { Bars } from './bars';
import { ChartSection } from './chart-section';
import { UsageTable } from './usage-table';
import { msText, numberText, outcomeLooks, rateText, stepText } from './usage-text';
import { isFiltered, noFilters, questionOf, stepOf, type UsageView } from './usage-view';
import { isOnlyCounts, useNow, useUsage, useUsageOverview, useUsageView } from './use-usage';

const ranges = [
  { value: 'day', label: '24 hours' },
  { value: 'week', label: '7 days' },
  { value: 'month', label: '30 days' },
  { value: 'quarter', label: '90 days' },
] as const;

/** How the workspace is used: one's own part, or with the role for it everybody's. */
export function UsagePage({ slug, nowMs, mayReadAll }: { slug: string; nowMs: number; mayReadAll: boolean }) {
  const [view, change] = useUsageView();
  const { data: workspace } = useWorkspace(slug);
  const question = questionOf(view, useNow(nowMs));
  const step = stepOf(view.range);
  const query = new URLSearchParams([...question, ['group_by', step]]);
  const isCounts = mayReadAll && workspace.usage_detail === 'counts';
  return (
    <div className="grid grid-cols-1 gap-6">
      <PageHeader
        title="Analytics"
        description={
          mayReadAll
            ? 'What is called, by whom, and how it goes. Times are UTC.'
            : 'What you call, and how it goes. Times are UTC.'
        }
        actions={<ExportButtons path={`/workspaces/${slug}/usage/export`} query={query} of="usage" />}
      />
      <Overview slug={slug} />
      <div className="grid gap-3">
        <SegmentedRadio
          legend="Range"
          hideLegend
          value={view.range}
          onChange={(range) => change({ range })}
          options={ranges}
        />
        <Filters slug={slug} view={view} question={question} mayReadAll={mayReadAll} onChange={change} />
      </div>
      {isCounts && (
        <p className="text-muted-foreground text-sm">
          This workspace shows how many calls others make, and not which. Its owner decides that in the settings.
        </p>
      )}
      <Timeline slug={slug} question={question} view={view} />
      <Breakdown
        slug={slug}
        question={question}
        by="tool"
        title="Tools"
        onChoose={(group) => change({ tool: group.id })}
      />
      {mayReadAll && (
        <Breakdown
          slug={slug}
          question={question}
          by="member"
          title="Members"
          onChoose={(group) => change({ member: group.id })}
        />
      )}
      <Breakdown
        slug={slug}
        question={question}
        by="token"
        title="Tokens"
        onChoose={(group) => change({ token: group.id })}
      />
      <Breakdown
        slug={slug}
        question={question}
        by="server"
        title="Servers"
        onChoose={(group) => change({ server: group.id })}
      />
    </div>
  );
}

function Overview({ slug }: { slug: string }) {
  const { data, error } = useUsageOverview(slug);
  if (error && data === undefined) return <Problem error={error} />;
  const periods = [
    ['Today', data?.today],
    ['This week', data?.week],
    ['This month', data?.month],
  ] as const;
  return (
    <section aria-label="Overview" className="grid gap-4 sm:grid-cols-3">
      {periods.map(([label, period]) => (
        <div key={label} className="rounded-xl border bg-surface p-5 shadow-sm">
          <h2 className="font-medium text-muted-foreground text-sm tracking-normal">{label}</h2>
          {period === undefined ? <Skeleton className="mt-2 h-16" /> : <Facts period={period} />}
        </div>
      ))}
    </section>
  );
}

function Facts({ period }: { period: UsagePeriod }) {
  return (
    <>
      <p className="mt-1 font-semibold text-2xl tabular-nums">
        {numberText(period.calls)}{' '}
        <span className="font-normal text-base text-muted-foreground">{period.calls === 1 ? 'call' : 'calls'}</span>
      </p>
      <dl className="mt-3 flex gap-6 text-base tabular-nums">
        <div>
          <dt className="text-muted-foreground text-xs">Success rate</dt>
          <dd>{rateText(period.success_rate)}</dd>
        </div>
        <div>
          <dt className="text-muted-foreground text-xs">Active tokens</dt>
          <dd>{numberText(period.active_tokens)}</dd>
        </div>
      </dl>
    </>
  );
}

interface PartProps {
  slug: string;
  question: URLSearchParams;
}

interface FiltersProps extends PartProps {
  view: UsageView;
  mayReadAll: boolean;
  onChange: (part: Partial<UsageView>) => void;
}

const optionsOf = (groups: readonly UsageGroup[] | undefined, chosen: string | null) => {
  const options = (groups ?? []).flatMap(({ id, name }) => (id === null ? [] : [{ value: id, label: name ?? 'Gone' }]));
  return chosen === null || options.some(({ value }) => value === chosen)
    ? options
    : [...options, { value: chosen, label: 'Chosen' }];
};

function Filters({ slug, view, question, mayReadAll, onChange }: FiltersProps) {
  const whole = new URLSearchParams([...question].filter(([name]) => name === 'from' || name === 'to'));
  const { data: members } = useUsage(slug, whole, 'member');
  const { data: tokens } = useUsage(slug, whole, 'token');
  const { data: servers } = useUsage(slug, whole, 'server');
  const { data: tools } = useUsage(slug, whole, 'tool');
  return (
    <FilterBar legend="Filter usage" isFiltered={isFiltered(view)} onClear={() => onChange(noFilters)}>
      {mayReadAll && (
        <FilterPill
          label="Member"
          any="Everybody"
          options={optionsOf(members?.groups, view.member)}
          value={view.member}
          onChange={(member) => onChange({ member })}
        />
      )}
      <FilterPill
        label="Token"
        any="Any token"
        options={optionsOf(tokens?.groups, view.token)}
        value={view.token}
        onChange={(token) => onChange({ token })}
      />
      <FilterPill
        label="Server"
        any="Any server"
        options={optionsOf(servers?.groups, view.server)}
        value={view.server}
        onChange={(server) => onChange({ server })}
      />
      <FilterPill
        label="Tool"
        any="Any tool"
        options={optionsOf(tools?.groups, view.tool)}
        value={view.tool}
        onChange={(tool) => onChange({ tool })}
      />
    </FilterBar>
  );
}

/** Every hour or day of the range, also those without a call. */
function stepsOf({ from: first, to: end, groups }: Usage, step: 'hour' | 'day') {
  const stepMs = step === 'hour' ? 3_600_000 : 86_400_000;
  const byStart = new Map(groups.map((group) => [Date.parse(group.id ?? ''), group]));
  const [from, to] = [Date.parse(first), Date.parse(end)];
  const starts = Array.from({ length: Math.round((to - from) / stepMs) }, (_, i) => from + i * stepMs);
  return starts.map((start) => ({ iso: new Date(start).toISOString(), group: byStart.get(start) }));
}

function Timeline({ slug, question, view }: PartProps & { view: UsageView }) {
  const { data, error } = useUsage(slug, question, stepOf(view.range));
  if (isOnlyCounts(error)) return null;
  if (error) return <Problem error={error} />;
  if (data === undefined) return <Skeleton className="h-72" />;
  if (data.totals.calls === 0) {
    return (
      <EmptyState icon={ChartColumn} title={isFiltered(view) ? 'No calls match' : 'No calls yet'}>
        {isFiltered(view)
          ? 'Nothing of this range fits these filters.'
          : 'Calls through the gateway appear here within a second.'}
      </EmptyState>
    );
  }
  // What is drawn until the answer to another question comes is still in the steps of the one before.
  const step = data.group_by === 'hour' ? 'hour' : 'day';
  const steps = stepsOf(data, step);
  const names = steps.map(({ iso }) => stepText(iso, step));
  const table = (caption: string) => (
    <UsageTable
      caption={caption}
      head={step === 'hour' ? 'Hour' : 'Day'}
      groups={data.groups}
      nameOf={({ id }) => stepText(id ?? '', step)}
    />
  );
  const shown = outcomeLooks.filter(({ key }) => key === 'ok' || data.totals.outcomes[key] > 0);
  const total = `${numberText(data.totals.calls)} calls, ${rateText(data.totals.success_rate)} of them successful`;
  const times = [
    { label: 'Median', fill: 'fill-accent/50', dot: 'bg-accent/50', share: 'p50' },
    { label: 'p95', fill: 'fill-accent', dot: 'bg-accent', share: 'p95' },
  ] as const;
  return (
    <>
      <ChartSection
        title="Calls"
        description={total}
        chart={
          <Bars
            label={`Calls over time: ${total}`}
            steps={names}
            stacked
            format={(value) => numberText(Math.round(value * 10) / 10)}
            series={shown.map(({ key, ...look }) => ({
              ...look,
              values: steps.map(({ group }) => group?.outcomes[key] ?? 0),
            }))}
          />
        }
        table={table('Calls over time')}
      />
      {data.totals.server_ms !== null && (
        <div className="grid grid-cols-1 gap-6 lg:grid-cols-2">
          {(['server_ms', 'gateway_ms'] as const).map((of) => {
            const title = of === 'server_ms' ? 'Time of servers' : 'Time of the gateway';
            const said = `Median ${msText(data.totals[of]?.p50)}, p95 ${msText(data.totals[of]?.p95)}`;
            return (
              <ChartSection
                key={of}
                title={title}
                description={said}
                chart={
                  <Bars
                    label={`${title} over time: ${said}`}
                    steps={names}
                    stacked={false}
                    format={msText}
                    series={times.map(({ share, ...look }) => ({
                      ...look,
                      values: steps.map(({ group }) => group?.[of]?.[share] ?? null),
                    }))}
                  />
                }
                table={table(`${title} over time`)}
              />
            );
          })}
        </div>
      )}
    </>
  );
}

interface BreakdownProps extends PartProps {
  by: Extract<UsageGrouping, 'tool' | 'member' | 'token' | 'server'>;
  title: string;
  onChoose?: ((group: UsageGroup) => void) | undefined;
}

const noNames = { tool: 'Unknown tools', member: 'Nobody (bots)', token: 'Gone', server: 'Gone' };

function Breakdown({ slug, question, by, title, onChoose }: BreakdownProps) {
  const isOneToken = by === 'member' && question.has('token');
  return isOneToken ? null : (
    <BreakdownTable slug={slug} question={question} by={by} title={title} onChoose={onChoose} />
  );
}

/** What a glance takes in; the rest is one click away. */
const firstShown = 10;

function BreakdownTable({ slug, question, by, title, onChoose }: BreakdownProps) {
  const [isWhole, setIsWhole] = useState(false);
  const { data, error } = useUsage(slug, question, by);
  const { data: servers } = useServers(slug);
  if (isOnlyCounts(error)) return null;
  if (error) return <Problem error={error} />;
  if (data === undefined) return <Skeleton className="h-40" />;
  if (data.groups.length === 0) return null;
  const isCut = data.group_count > data.groups.length;
  const isLong = data.groups.length > firstShown;
  const nameOf = (group: UsageGroup) => {
    const server = by === 'server' ? servers?.find(({ id }) => id === group.id) : undefined;
    return (
      <>
        {group.name ?? (by === 'server' && group.id === null ? 'No server' : noNames[by])}
        {server && (
          <span className="ml-2 inline-flex align-middle">
            <ServerStatusBadge server={server} />
          </span>
        )}
      </>
    );
  };
  return (
    <Section
      title={title}
      {...(isCut
        ? { description: `The ${data.groups.length} with most calls, of ${numberText(data.group_count)}.` }
        : {})}
      actions={
        isLong && (
          <Button variant="secondary" size="small" aria-expanded={isWhole} onClick={() => setIsWhole(!isWhole)}>
            {isWhole ? `Show ${firstShown}` : `Show ${data.groups.length}`}
          </Button>
        )
      }
    >
      <UsageTable
        caption={`${title}: calls, outcomes and times`}
        head={title.slice(0, -1)}
        groups={isWhole ? data.groups : data.groups.slice(0, firstShown)}
        nameOf={nameOf}
        onChoose={onChoose}
      />
    </Section>
  );
}
