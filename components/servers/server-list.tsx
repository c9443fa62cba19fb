'use client';

import { FlaskConical, Plus, Server as ServerIcon } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { Problem } from '@/components/ui/problem';
import { toast } from '@/components/ui/toaster';
import { useReturnFocus } from '@/components/ui/use-return-focus';
import { sentenceOf } from '@/lib/query/problem';
import { demoServerUrl } from '@/lib/servers/schemas';
import { AddServerDialog, demoServer } from './add-server-dialog';
import type { ServerDeeds } from './server-actions';
import { ServerListSkeleton } from './server-list-skeleton';
import { ServerRow } from './server-row';
import { toolCountText } from './server-status';
import { useAddServer, useServers } from './use-servers';

export function ServerList({ slug, may }: { slug: string; may: ServerDeeds }) {
  const [adding, setAdding] = useState(false);
  const { data: servers, error } = useServers(slug);
  const { opener, finalFocus } = useReturnFocus();
  const hasDemo = servers?.some(({ url }) => url === demoServerUrl) ?? true;
  const addButton = may.write && (
    <Button ref={opener} onClick={() => setAdding(true)}>
      <Plus aria-hidden="true" />
      Add server
    </Button>
  );
  return (
    <div className="grid grid-cols-1 gap-6">
      <PageHeader
        title="Servers"
        description="The MCP servers whose tools this workspace offers as one list."
        actions={servers?.length !== 0 && addButton}
      />
      {error && servers === undefined && <Problem error={error} />}
      {servers === undefined && !error && <ServerListSkeleton />}
      {servers?.length === 0 && (
        <EmptyState
          icon={ServerIcon}
          title="No servers yet"
          actions={
            may.write && (
              <>
                {addButton}
                <AddDemoButton slug={slug} />
              </>
            )
          }
        >
          <p>
            Add a Streamable HTTP MCP server by its URL. Aerostack connects at once and shows its tools. The built-in
            demo server works without any network.
          </p>
        </EmptyState>
      )}
      {servers !== undefined && servers.length > 0 && (
        <ul className="divide-y overflow-hidden rounded-xl border bg-surface shadow-sm">
          {servers.map((server) => (
            <ServerRow key={server.id} slug={slug} server={server} may={may} />
          ))}
        </ul>
      )}
      <AddServerDialog
        slug={slug}
        open={adding}
        onOpenChange={setAdding}
        offerDemo={!hasDemo}
        finalFocus={finalFocus}
      />
    </div>
  );
}

function AddDemoButton({ slug }: { slug: string }) {
  const add = useAddServer(slug);
  return (
    <Button
      variant="secondary"
      pending={add.isPending}
      onClick={() =>
        add.mutate(demoServer, {
          onSuccess: ({ name, tool_count }) =>
            toast.success(`${name} is connected`, `${toolCountText(tool_count)} found.`),
          onError: (error) => toast.error('The demo server was not added', sentenceOf(error)),
        })
      }
    >
      <FlaskConical aria-hidden="true" />
      Add the demo server
    </Button>
  );
}
