'use client';

import { Ban, Ellipsis, Eye, Pause, Pencil, Play, RefreshCw } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { useRef } from 'react';
import { CallsMenuItem } from '@/components/activity/calls-menu-item';
import { Button } from '@/components/ui/button';
import { Menu, MenuContent, MenuItem, MenuLinkItem, MenuSeparator, MenuTrigger } from '@/components/ui/menu';
import { toast } from '@/components/ui/toaster';
import { sentenceOf } from '@/lib/query/problem';
import type { Token } from '@/lib/tokens/schemas';
import type { AskFor } from './token-dialogs';
import { isLive, mayRotate } from './token-state';
import { usePauseToken } from './use-tokens';

interface TokenMenuProps {
  slug: string;
  token: Token;
  askFor: AskFor;
  /** There, what has a button of its own is left out. */
  isOnOwnPage?: boolean;
}

export function TokenMenu({ slug, token, askFor, isOnOwnPage = false }: TokenMenuProps) {
  const trigger = useRef<HTMLButtonElement>(null);
  if (token.status === 'revoked') return null;
  const ask = (kind: 'edit' | 'rotate' | 'revoke') => () => askFor({ kind, token }, trigger.current);
  return (
    <Menu>
      <MenuTrigger
        ref={trigger}
        render={<Button variant="ghost" size="icon-small" className="text-muted-foreground" />}
        aria-label={`Actions for ${token.name}`}
      >
        <Ellipsis aria-hidden="true" />
      </MenuTrigger>
      <MenuContent>
        {!isOnOwnPage && (
          <MenuLinkItem render={<Link href={`/workspaces/${slug}/tokens/${token.id}` as Route} />} closeOnClick>
            <Eye aria-hidden="true" />
            Details
          </MenuLinkItem>
        )}
        <CallsMenuItem slug={slug} of={{ token: token.id }} />
        {!isOnOwnPage && isLive(token) && (
          <MenuItem onClick={ask('edit')}>
            <Pencil aria-hidden="true" />
            Edit
          </MenuItem>
        )}
        {!isOnOwnPage && mayRotate(token) && (
          <MenuItem onClick={ask('rotate')}>
            <RefreshCw aria-hidden="true" />
            Rotate
          </MenuItem>
        )}
        {isLive(token) && <PauseItem slug={slug} token={token} />}
        {isLive(token) && <MenuSeparator />}
        <MenuItem danger onClick={ask('revoke')}>
          <Ban aria-hidden="true" />
          {token.status === 'active' && token.replaced_by !== null ? 'End grace now' : 'Revoke'}
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}

/** Can be taken back at any time, so nobody is asked. */
function PauseItem({ slug, token }: { slug: string; token: Token }) {
  const pause = usePauseToken(slug, token.id);
  const isPaused = token.status === 'paused';
  const press = () =>
    pause.mutate(isPaused ? 'resume' : 'pause', {
      onSuccess: ({ name }) =>
        isPaused
          ? toast.success(`${name} was resumed`, 'Its next request is served.')
          : toast.success(`${name} is paused`, 'Its next request is refused, until you resume it.'),
      onError: (error) =>
        toast.error(`${token.name} could not be ${isPaused ? 'resumed' : 'paused'}`, sentenceOf(error)),
    });
  return (
    <MenuItem onClick={press}>
      {isPaused ? <Play aria-hidden="true" /> : <Pause aria-hidden="true" />}
      {isPaused ? 'Resume' : 'Pause'}
    </MenuItem>
  );
}
