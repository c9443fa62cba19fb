'use client';

import { CircleAlert } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { Fragment, type ReactNode } from 'react';
import { Time } from '@/components/ui/time';
import { demoServerUrl, type Server } from '@/lib/servers/schemas';
import { ServerActions } from './server-actions';
import { ServerStatusBadge, serverInfoText, toolCountText } from './server-status';

export function ServerRow({ slug, server, mayWrite }: { slug: string; server: Server; mayWrite: boolean }) {
  return (
    <li className="px-4 py-4 sm:px-5">
      <div className="flex items-start justify-between gap-3">
        <div className="flex min-h-8 min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
          <h2 className="min-w-0 break-words font-semibold text-lg">{server.name}</h2>
          <ServerStatusBadge server={server} />
        </div>
        {mayWrite && <ServerActions slug={slug} server={server} />}
      </div>
      <p className="mt-0.5 break-all font-mono text-muted-foreground text-sm">
        {server.url === demoServerUrl ? 'built in' : server.url}
      </p>
      <Facts slug={slug} server={server} />
      {server.last_error && server.enabled && (
        <p className="mt-3 flex items-start gap-2 rounded-md bg-danger-subtle px-3 py-2 text-base">
          <CircleAlert className="mt-[3px] size-4 shrink-0 text-danger" aria-hidden="true" />
          <span className="min-w-0 break-words">
            <span className="sr-only">Last error: </span>
            {server.last_error}
          </span>
        </p>
      )}
    </li>
  );
}

function Facts({ slug, server }: { slug: string; server: Server }) {
  const tools: ReactNode = (
    <Link
      href={`/workspaces/${slug}/tools` as Route}
      className="rounded-sm text-foreground underline decoration-border-strong underline-offset-4 hover:decoration-foreground"
    >
      {toolCountText(server.tool_count)}
    </Link>
  );
  const facts: [string, ReactNode][] = [['tools', tools]];
  const info = serverInfoText(server);
  if (info !== null) facts.push(['info', <span key="info">{info}</span>]);
  if (server.protocol_version !== null)
    facts.push(['protocol', <span key="protocol">MCP {server.protocol_version}</span>]);
  if (server.refreshed_at !== null)
    facts.push([
      'refreshed',
      <span key="refreshed">
        refreshed <Time iso={server.refreshed_at} />
      </span>,
    ]);
  return (
    <p className="mt-2.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-muted-foreground text-sm tabular-nums">
      {facts.map(([key, fact], index) => (
        <Fragment key={key}>
          {index > 0 && (
            <span aria-hidden="true" className="text-border-strong">
              ·
            </span>
          )}
          {fact}
        </Fragment>
      ))}
    </p>
  );
}
