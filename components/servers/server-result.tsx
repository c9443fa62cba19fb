'use client';

import { CircleCheck, Pencil, RotateCw } from 'lucide-react';
import { useTools } from '@/components/tools/use-tools';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/class-names';
import { DialogBody, DialogFooter, DialogHeader } from '@/components/ui/dialog';
import { Problem } from '@/components/ui/problem';
import type { Server } from '@/lib/servers/schemas';
import {
  isUsable,
  otherCountsText,
  protocolText,
  ServerStatusBadge,
  serverInfoText,
  toolCountText,
} from './server-status';
import { useRefreshServer } from './use-servers';

interface ServerResultProps {
  slug: string;
  server: Server;
  onServer: (server: Server) => void;
  onEdit: () => void;
  onDone: () => void;
}

/** What came of the first connection. */
export function ServerResult({ slug, server, onServer, onEdit, onDone }: ServerResultProps) {
  const retry = useRefreshServer(slug, server.id);
  const isUp = isUsable(server);
  return (
    <>
      <DialogHeader
        title={isUp ? `${server.name} is connected` : `${server.name} was saved, but cannot be used yet`}
        description={<span className="break-all font-mono text-sm">{server.url}</span>}
      />
      <DialogBody className="grid gap-4">
        {retry.isError && <Problem error={retry.error} />}
        {server.status !== 'up' && <Trouble server={server} />}
        {isUp && <Found slug={slug} server={server} />}
      </DialogBody>
      <DialogFooter>
        {!isUp && (
          <>
            <Button variant="secondary" onClick={onEdit} disabled={retry.isPending}>
              <Pencil aria-hidden="true" />
              Edit
            </Button>
            <Button
              variant="secondary"
              pending={retry.isPending}
              onClick={() => retry.mutate(undefined, { onSuccess: onServer })}
            >
              <RotateCw aria-hidden="true" />
              Try again
            </Button>
          </>
        )}
        <Button onClick={onDone} autoFocus>
          {isUp ? 'Done' : 'Close'}
        </Button>
      </DialogFooter>
    </>
  );
}

function Found({ slug, server }: { slug: string; server: Server }) {
  const { data } = useTools(slug);
  const names = (data ?? []).filter((tool) => tool.server === server.slug).map((tool) => tool.name);
  return (
    <div className="grid gap-4" role="status">
      <p className="flex items-center gap-2 font-medium text-base text-success">
        <CircleCheck className="size-4.5" aria-hidden="true" />
        {[toolCountText(server.tool_count), otherCountsText(server)].filter(Boolean).join(', ')} found
      </p>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-2 text-base">
        <dt className="text-muted-foreground">Server</dt>
        <dd className="break-words">{serverInfoText(server) ?? 'It did not say'}</dd>
        <dt className="text-muted-foreground">Protocol</dt>
        <dd className="font-mono text-sm leading-[1.375rem]">{protocolText(server) ?? 'unknown'}</dd>
      </dl>
      <ul className="flex max-h-44 flex-wrap gap-1.5 overflow-y-auto" aria-label="Tools">
        {names.map((name) => (
          <li key={name} className="break-all rounded-md border bg-sunken px-2 py-0.5 font-mono text-sm">
            {name}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Trouble({ server }: { server: Server }) {
  return (
    <div
      role="alert"
      className={cn(
        'grid grid-cols-1 gap-3 rounded-lg border p-4',
        server.status === 'down' ? 'border-danger/30 bg-danger-subtle' : 'border-warning/30 bg-warning-subtle',
      )}
    >
      <p>
        <ServerStatusBadge server={server} />
      </p>
      <p className="break-words text-base">{server.last_error ?? 'The server gave no reason.'}</p>
    </div>
  );
}
