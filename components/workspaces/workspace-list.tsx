'use client';

import { ArrowRight, Boxes, KeyRound, Plus, Server } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { WorkspaceInitial } from '@/components/shell/workspace-nav';
import { ButtonLink } from '@/components/ui/button-link';
import { EmptyState } from '@/components/ui/empty-state';
import { Problem } from '@/components/ui/problem';
import type { Workspace } from '@/lib/workspaces/schemas';
import { FirstSteps } from './first-steps';
import { useWorkspaces } from './use-workspaces';
import { WorkspaceListSkeleton } from './workspace-list-skeleton';

export function WorkspaceList() {
  const { data, error } = useWorkspaces();
  if (data === undefined) return error ? <Problem error={error} /> : <WorkspaceListSkeleton />;
  if (data.length === 0) return <NoWorkspaces />;
  return (
    <ul className="grid grid-cols-1 gap-3 sm:grid-cols-2 xl:grid-cols-3">
      {data.map((workspace) => (
        <WorkspaceCard key={workspace.id} workspace={workspace} />
      ))}
    </ul>
  );
}

function WorkspaceCard({ workspace }: { workspace: Workspace }) {
  const { name, slug, description } = workspace;
  return (
    <li className="group relative flex flex-col rounded-xl border bg-surface p-5 shadow-sm transition-colors focus-within:border-border-strong hover:border-border-strong">
      <div className="flex items-center gap-2.5">
        <WorkspaceInitial name={name} active />
        <h2 className="min-w-0 truncate font-semibold text-lg">
          <Link
            href={`/workspaces/${slug}` as Route}
            className="outline-offset-4 after:absolute after:inset-0 after:rounded-xl"
          >
            {name}
          </Link>
        </h2>
        <ArrowRight
          className="ml-auto size-4 shrink-0 text-muted-foreground opacity-0 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100"
          aria-hidden="true"
        />
      </div>
      <p className="mt-2 truncate font-mono text-muted-foreground text-xs">/ws/{slug}</p>
      <p className="mt-3 line-clamp-2 min-h-11 text-base text-muted-foreground">{description || 'No description.'}</p>
      <dl className="mt-4 flex gap-5 border-t pt-3.5 text-muted-foreground text-sm tabular-nums">
        <Count icon={Server} value={workspace.server_count} one="server" />
        <Count icon={KeyRound} value={workspace.token_count} one="token" />
      </dl>
    </li>
  );
}

function Count({ icon: Icon, value, one }: { icon: typeof Server; value: number; one: string }) {
  return (
    <div className="flex items-center gap-1.5">
      <Icon className="size-3.5" aria-hidden="true" />
      <dd>{value}</dd>
      <dt>{value === 1 ? one : `${one}s`}</dt>
    </div>
  );
}

function NoWorkspaces() {
  return (
    <EmptyState
      icon={Boxes}
      title="Create your first workspace"
      actions={
        <ButtonLink href="/workspaces/new">
          <Plus aria-hidden="true" />
          New workspace
        </ButtonLink>
      }
    >
      <p>It takes three steps, about two minutes:</p>
      <FirstSteps />
    </EmptyState>
  );
}
