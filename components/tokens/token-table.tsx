'use client';

import { Ban, Ellipsis, Hourglass } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/class-names';
import { Menu, MenuContent, MenuItem, MenuTrigger } from '@/components/ui/menu';
import { Time, useNow } from '@/components/ui/time';
import { useReturnFocus } from '@/components/ui/use-return-focus';
import type { Token } from '@/lib/tokens/schemas';
import { RevokeDialog } from './revoke-dialog';
import { TokenStatusBadge } from './token-status';

const headings = ['Name', 'Status', 'Created', 'Expires', 'Last used'];

/** A table; on phones its rows become cards, each value under the name of its column. */
export function TokenTable({ slug, tokens }: { slug: string; tokens: Token[] }) {
  return (
    <div className="overflow-hidden rounded-xl border bg-surface shadow-sm">
      <table className="block w-full text-left text-base md:table">
        <caption className="sr-only">Tokens of this workspace</caption>
        <thead className="sr-only md:not-sr-only md:table-header-group">
          <tr className="border-b bg-sunken">
            {headings.map((heading) => (
              <th key={heading} scope="col" className="h-9 px-3 font-medium text-muted-foreground text-xs first:pl-5">
                {heading}
              </th>
            ))}
            <th scope="col" className="w-12 pr-3">
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody className="block divide-y md:table-row-group">
          {tokens.map((token) => (
            <TokenRow key={token.id} slug={slug} token={token} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function TokenRow({ slug, token }: { slug: string; token: Token }) {
  return (
    <tr className="relative grid grid-cols-2 gap-x-4 gap-y-3 px-4 py-4 md:table-row md:px-0">
      <th scope="row" className="col-span-2 min-w-0 pr-10 text-left font-normal md:py-3 md:pr-3 md:pl-5">
        <span className={cn('block break-words font-medium', !token.active && 'text-muted-foreground')}>
          {token.name}
        </span>
        <code className="font-mono text-muted-foreground text-xs">{token.hint}</code>
      </th>
      <Cell label="Status">
        <TokenStatusBadge status={token.status} />
      </Cell>
      <Cell label="Created">
        <Time iso={token.created_at} />
        {token.created_by && (
          <span className="block truncate text-muted-foreground text-xs">by {token.created_by.name}</span>
        )}
      </Cell>
      <Cell label={token.revoked_at === null ? 'Expires' : 'Revoked'}>
        {token.revoked_at === null ? <Expires token={token} /> : <Revoked token={token} at={token.revoked_at} />}
      </Cell>
      <Cell label="Last used">
        <LastUsed token={token} />
      </Cell>
      <td className="absolute top-3 right-3 md:static md:pr-3 md:text-right">
        <TokenMenu slug={slug} token={token} />
      </td>
    </tr>
  );
}

function Cell({ label, children }: { label: string; children: ReactNode }) {
  return (
    <td className="min-w-0 md:px-3 md:py-3">
      <span aria-hidden="true" className="mb-0.5 block text-muted-foreground text-xs md:hidden">
        {label}
      </span>
      {children}
    </td>
  );
}

/** How long before its end a token that was made for longer is marked. */
const soonMs = 7 * 86_400_000;

function Expires({ token }: { token: Token }) {
  const now = useNow();
  if (token.expires_at === null) return <span className="text-muted-foreground">Never</span>;
  const end = Date.parse(token.expires_at);
  const isLongLived = end - Date.parse(token.created_at) > 2 * soonMs;
  const isSoon = token.active && isLongLived && end - now < soonMs;
  return (
    <span className={cn('inline-flex items-center gap-1.5', isSoon && 'text-warning')}>
      {isSoon && <Hourglass className="size-3.5" aria-label="Soon:" role="img" />}
      <Time iso={token.expires_at} mayCome />
    </span>
  );
}

/** Its expiry has no meaning any more; when it ended, and who ended it, has. */
function Revoked({ token, at }: { token: Token; at: string }) {
  return (
    <>
      <span className="hidden md:inline">Revoked </span>
      <Time iso={at} />
      {token.revoked_by && (
        <span className="block truncate text-muted-foreground text-xs">by {token.revoked_by.name}</span>
      )}
    </>
  );
}

function LastUsed({ token }: { token: Token }) {
  if (token.last_used_at === null) return <span className="text-muted-foreground">Never</span>;
  return (
    <>
      <Time iso={token.last_used_at} detail={token.last_used_client} />
      {token.last_used_client && (
        <span className="block max-w-44 truncate text-muted-foreground text-xs">{token.last_used_client}</span>
      )}
    </>
  );
}

function TokenMenu({ slug, token }: { slug: string; token: Token }) {
  const [revoking, setRevoking] = useState(false);
  const { opener, expectGone, finalFocus } = useReturnFocus();
  // A dialog that closes itself after success must still be there to close, so it does not depend on the status.
  return (
    <>
      {token.status !== 'revoked' && (
        <Menu>
          <MenuTrigger
            ref={opener}
            render={<Button variant="ghost" size="icon-small" className="text-muted-foreground" />}
            aria-label={`Actions for ${token.name}`}
          >
            <Ellipsis aria-hidden="true" />
          </MenuTrigger>
          <MenuContent>
            <MenuItem danger onClick={() => setRevoking(true)}>
              <Ban aria-hidden="true" />
              Revoke
            </MenuItem>
          </MenuContent>
        </Menu>
      )}
      <RevokeDialog
        slug={slug}
        token={token}
        open={revoking}
        onOpenChange={setRevoking}
        onRevoked={expectGone}
        finalFocus={finalFocus}
      />
    </>
  );
}
