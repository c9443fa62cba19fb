'use client';

import { CircleAlert } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { cn } from '@/components/ui/class-names';
import { Time } from '@/components/ui/time';
import { demoServerUrl, type Server } from '@/lib/servers/schemas';
import { RecordedNote } from './recorded-note';
import { ServerActions, type ServerDeeds } from './server-actions';
import {
  isUsable,
  otherCountsText,
  protocolText,
  ServerStatusBadge,
  serverInfoText,
  toolCountText,
} from './server-status';

export function ServerRow({ slug, server, may }: { slug: string; server: Server; may: ServerDeeds }) {
  return (
    <li className="px-4 py-4 sm:px-5">
      <div className="flex items-start justify-between gap-3">
        <div className="flex min-h-8 min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
          <h2 className="min-w-0 break-words font-semibold text-lg">{server.name}</h2>
          <ServerStatusBadge server={server} />
          {server.enabled && server.status !== 'unknown' && server.status_since !== null && (
            <span className="text-muted-foreground text-sm">
              <Time iso={server.status_since} lasting />
            </span>
          )}
        </div>
        {may.write && <ServerActions slug={slug} server={server} may={may} />}
      </div>
      <p className="mt-0.5 break-all font-mono text-muted-foreground text-sm">
        {server.url === demoServerUrl ? 'built in' : server.url}
      </p>
      <Facts slug={slug} server={server} />
      {server.recording.enabled && <RecordedNote className="mt-2" />}
      {server.last_error && server.enabled && <LastError server={server} text={server.last_error} />}
    </li>
  );
}

/** The badge is the alarm; this line explains it and stays quiet. */
function LastError({ server, text }: { server: Server; text: string }) {
  const colour = server.status === 'down' ? 'text-danger' : 'text-warning';
  return (
    <p className="mt-2 flex max-w-prose items-start gap-2 text-base text-muted-foreground">
      <CircleAlert className={cn('mt-[3px] size-4 shrink-0', colour)} aria-hidden="true" />
      <span className="min-w-0 break-words">
        <span className="sr-only">Last error: </span>
        {text}
      </span>
    </p>
  );
}

function Facts({ slug, server }: { slug: string; server: Server }) {
  const info = serverInfoText(server);
  const others = otherCountsText(server);
  const protocol = protocolText(server);
  const hasNothingToShow = server.tool_count === 0 && server.status !== 'up';
  return (
    <p className="mt-2.5 flex flex-wrap items-center gap-x-5 gap-y-1 text-muted-foreground text-sm tabular-nums empty:hidden">
      {!hasNothingToShow && (
        <Link
          href={`/workspaces/${slug}/tools` as Route}
          className="rounded-sm text-foreground underline decoration-border-strong underline-offset-4 hover:decoration-foreground"
        >
          {toolCountText(server.tool_count)}
        </Link>
      )}
      {others !== '' && <span>{others}</span>}
      {info !== null && <span className="min-w-0 break-words">{info}</span>}
      {protocol !== null && <span>{protocol}</span>}
      {server.refreshed_at !== null && (
        <span>
          {isUsable(server) ? 'refreshed' : 'list from'} <Time iso={server.refreshed_at} />
        </span>
      )}
    </p>
  );
}
