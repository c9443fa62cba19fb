'use client';

import { Disc, Ellipsis, Pencil, RotateCw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { CallsMenuItem } from '@/components/activity/calls-menu-item';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/class-names';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from '@/components/ui/menu';
import { Switch } from '@/components/ui/switch';
import { toast } from '@/components/ui/toaster';
import { useReturnFocus } from '@/components/ui/use-return-focus';
import { sentenceOf } from '@/lib/query/problem';
import type { Server } from '@/lib/servers/schemas';
import { EditServerDialog } from './edit-server-dialog';
import { RecordingDialog } from './recording-dialog';
import { isUsable, toolCountText } from './server-status';
import { useEnableServer, useRefreshServer, useRemoveServer } from './use-servers';

/** What whoever looks may do with servers. */
export interface ServerDeeds {
  write: boolean;
  record: boolean;
}

/** Switch, refresh and menu of one server. */
export function ServerActions({ slug, server, may }: { slug: string; server: Server; may: ServerDeeds }) {
  const [open, setOpen] = useState<'edit' | 'record' | 'remove' | null>(null);
  const { opener, expectGone, finalFocus } = useReturnFocus();
  const enable = useEnableServer(slug, server.id);
  const refresh = useRefreshServer(slug, server.id);
  const fail = (what: string) => (error: unknown) => toast.error(what, sentenceOf(error));
  return (
    <div className="flex shrink-0 items-center gap-1">
      <Switch
        label={`Enable ${server.name}`}
        checked={enable.isPending ? (enable.variables ?? server.enabled) : server.enabled}
        disabled={enable.isPending}
        onChange={(enabled) => enable.mutate(enabled, { onError: fail('The server was not changed') })}
      />
      <Button
        variant="ghost"
        size="icon-small"
        className="ml-2 text-muted-foreground"
        aria-label={`Refresh ${server.name}`}
        title="Refresh"
        disabled={refresh.isPending || !server.enabled}
        focusableWhenDisabled
        onClick={() =>
          refresh.mutate(undefined, { onSuccess: announce, onError: fail('The server was not refreshed') })
        }
      >
        <RotateCw className={cn(refresh.isPending && 'animate-spin')} aria-hidden="true" />
      </Button>
      <Menu>
        <MenuTrigger
          ref={opener}
          render={<Button variant="ghost" size="icon-small" className="text-muted-foreground" />}
          aria-label={`More for ${server.name}`}
        >
          <Ellipsis aria-hidden="true" />
        </MenuTrigger>
        <MenuContent>
          <CallsMenuItem slug={slug} of={{ server: server.id }} />
          <MenuItem onClick={() => setOpen('edit')}>
            <Pencil aria-hidden="true" />
            Edit
          </MenuItem>
          {may.record && (
            <MenuItem onClick={() => setOpen('record')}>
              <Disc aria-hidden="true" />
              Recording
            </MenuItem>
          )}
          <MenuSeparator />
          <MenuItem danger onClick={() => setOpen('remove')}>
            <Trash2 aria-hidden="true" />
            Remove
          </MenuItem>
        </MenuContent>
      </Menu>
      <EditServerDialog
        slug={slug}
        server={server}
        open={open === 'edit'}
        onOpenChange={(is) => setOpen(is ? 'edit' : null)}
        finalFocus={finalFocus}
      />
      <RecordingDialog
        slug={slug}
        server={server}
        open={open === 'record'}
        onOpenChange={(is) => setOpen(is ? 'record' : null)}
        finalFocus={finalFocus}
      />
      <RemoveServerDialog
        slug={slug}
        server={server}
        open={open === 'remove'}
        onOpenChange={(is) => setOpen(is ? 'remove' : null)}
        onRemoved={expectGone}
        finalFocus={finalFocus}
      />
    </div>
  );
}

function announce(server: Server) {
  if (isUsable(server)) {
    toast.success(
      `${server.name} is ${server.status}`,
      server.last_error ?? `${toolCountText(server.tool_count)} found.`,
    );
  } else toast.error(`${server.name} could not be refreshed`, server.last_error ?? undefined);
}

interface RemoveServerDialogProps {
  slug: string;
  server: Server;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onRemoved: () => void;
  finalFocus: () => HTMLElement | true;
}

function RemoveServerDialog({ slug, server, open, onOpenChange, onRemoved, finalFocus }: RemoveServerDialogProps) {
  const remove = useRemoveServer(slug, server.id);
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Remove ${server.name}?`}
      confirmLabel="Remove server"
      pending={remove.isPending}
      error={remove.error}
      finalFocus={finalFocus}
      onConfirm={() =>
        remove.mutate(undefined, {
          onSuccess: () => {
            onRemoved();
            onOpenChange(false);
            toast.success(`${server.name} was removed`);
          },
        })
      }
    >
      <p>{removalText(server)} To pause it instead, switch it off.</p>
    </ConfirmDialog>
  );
}

function removalText({ tool_count: count }: Server): string {
  if (count === 0) return 'Its stored credentials are deleted at once.';
  const verb = count === 1 ? 'disappears' : 'disappear';
  return `Its ${toolCountText(count)} ${verb} from every client at once, and its stored credentials are deleted.`;
}
