'use client';

import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Problem } from '@/components/ui/problem';
import { Section } from '@/components/ui/section';
import { Skeleton } from '@/components/ui/skeleton';
import { Time } from '@/components/ui/time';
import { toast } from '@/components/ui/toaster';
import { useReturnFocus } from '@/components/ui/use-return-focus';
import type { ApiKey } from '@/lib/account/schemas';
import { NewApiKeyDialog } from './new-api-key-dialog';
import { useApiKeys, useDeleteApiKey } from './use-account';

export function ApiKeys() {
  const [creating, setCreating] = useState(false);
  const { opener, finalFocus } = useReturnFocus();
  const { data: apiKeys, error } = useApiKeys();
  return (
    <Section
      title="API keys"
      description="For the CLI and scripts. A key acts as you, in every workspace of yours."
      actions={
        <Button ref={opener} variant="secondary" onClick={() => setCreating(true)}>
          <Plus aria-hidden="true" />
          New API key
        </Button>
      }
    >
      {error && apiKeys === undefined && (
        <div className="p-5">
          <Problem error={error} />
        </div>
      )}
      {apiKeys === undefined && !error && (
        <div className="p-5" aria-busy="true">
          <Skeleton className="h-10" />
          <span className="sr-only">Loading API keys</span>
        </div>
      )}
      {apiKeys?.length === 0 && <p className="p-5 text-base text-muted-foreground">No API keys.</p>}
      {apiKeys !== undefined && apiKeys.length > 0 && (
        <ul className="divide-y">
          {apiKeys.map((apiKey) => (
            <ApiKeyRow key={apiKey.id} apiKey={apiKey} />
          ))}
        </ul>
      )}
      <NewApiKeyDialog open={creating} onOpenChange={setCreating} finalFocus={finalFocus} />
    </Section>
  );
}

function ApiKeyRow({ apiKey }: { apiKey: ApiKey }) {
  const [confirming, setConfirming] = useState(false);
  const { opener, expectGone, finalFocus } = useReturnFocus();
  const remove = useDeleteApiKey(apiKey.id);
  const confirm = () =>
    remove.mutate(undefined, {
      onSuccess: () => {
        expectGone();
        setConfirming(false);
        toast.success(`${apiKey.name} was deleted`, 'Its next request is refused.');
      },
    });
  return (
    <li className="flex items-center gap-4 px-5 py-3.5">
      <div className="min-w-0 flex-1">
        <p className="break-words font-medium text-base">
          {apiKey.name} <code className="ml-1 font-mono font-normal text-muted-foreground text-xs">{apiKey.hint}</code>
        </p>
        <p className="flex flex-wrap gap-x-4 text-muted-foreground text-sm">
          <span>
            Created <Time iso={apiKey.created_at} />
          </span>
          <span>
            {apiKey.last_used_at ? (
              <>
                Used <Time iso={apiKey.last_used_at} />
              </>
            ) : (
              'Never used'
            )}
          </span>
          <span>
            {apiKey.expires_at ? (
              <>
                Expires <Time iso={apiKey.expires_at} mayCome />
              </>
            ) : (
              'No expiry'
            )}
          </span>
        </p>
      </div>
      <Button
        ref={opener}
        variant="ghost"
        size="icon-small"
        aria-label={`Delete ${apiKey.name}`}
        className="text-muted-foreground"
        onClick={() => setConfirming(true)}
      >
        <Trash2 aria-hidden="true" />
      </Button>
      <ConfirmDialog
        open={confirming}
        onOpenChange={setConfirming}
        title={`Delete ${apiKey.name}?`}
        confirmLabel="Delete API key"
        pending={remove.isPending}
        error={remove.error}
        finalFocus={finalFocus}
        onConfirm={confirm}
      >
        <p>Whatever uses it is refused from its next request on. This cannot be undone.</p>
      </ConfirmDialog>
    </li>
  );
}
