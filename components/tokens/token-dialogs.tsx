'use client';

import { useRef, useState } from 'react';
import type { CreatedToken, Token } from '@/lib/tokens/schemas';
import { EditTokenDialog } from './edit-token-dialog';
import { NewTokenDialog } from './new-token-dialog';
import { RevealScreen } from './reveal-screen';
import { RevokeDialog } from './revoke-dialog';
import { RevokeSeveralDialog } from './revoke-several-dialog';
import { RotateDialog } from './rotate-dialog';

/** What somebody wants to do that needs a dialog. */
export type TokenWish =
  | { kind: 'new' }
  | { kind: 'edit' | 'rotate' | 'revoke'; token: Token }
  | { kind: 'revoke several'; tokens: Token[] };

/** Opens a dialog. `opener` gets the focus back afterwards, or the page's heading once it is gone. */
export type AskFor = (wish: TokenWish, opener: HTMLElement | null) => void;

interface Asked {
  wish: TokenWish;
  /** Each dialog is a new one: a form keeps nothing of the one before. */
  serial: number;
}

/** The one dialog that is open, whoever opened it. */
export function useTokenDialogs(startWith: TokenWish | null = null) {
  const [asked, setAsked] = useState<Asked | null>(startWith && { wish: startWith, serial: 0 });
  const [isOpen, setOpen] = useState(startWith !== null);
  // The raw token lives here and nowhere else: leaving or reloading the page ends it.
  const [created, setCreated] = useState<CreatedToken | null>(null);
  const opener = useRef<HTMLElement | null>(null);
  const askFor: AskFor = (wish, from) => {
    opener.current = from;
    setAsked({ wish, serial: (asked?.serial ?? 0) + 1 });
    setOpen(true);
  };
  return { asked, isOpen, setOpen, created, setCreated, opener, askFor };
}

interface TokenDialogsProps {
  slug: string;
  gatewayUrl: string;
  usualRate: number;
  dialogs: ReturnType<typeof useTokenDialogs>;
  /** Called when a dialog has closed, with or without success. */
  onClosed?: () => void;
  onRevokedSeveral?: () => void;
}

export function TokenDialogs({ slug, gatewayUrl, usualRate, dialogs, onClosed, onRevokedSeveral }: TokenDialogsProps) {
  const { asked, isOpen, setOpen, created, setCreated, opener } = dialogs;
  const isRevealing = useRef(false);
  const finalFocus = (): HTMLElement | true => {
    const from = opener.current;
    return from?.isConnected ? from : (document.querySelector<HTMLElement>('#main h1') ?? true);
  };
  const onOpenChange = (open: boolean) => {
    setOpen(open);
    if (!open) onClosed?.();
  };
  const reveal = (result: CreatedToken) => {
    isRevealing.current = true;
    setCreated(result);
    onOpenChange(false);
  };
  const endReveal = () => {
    isRevealing.current = false;
    setCreated(null);
  };
  const unlessRevealing = () => !isRevealing.current && finalFocus();
  // A menu goes with the token that it acted on, which may be a moment after the dialog has closed.
  const expectMenuGone = () => {
    if (opener.current?.hasAttribute('aria-haspopup')) opener.current = null;
  };
  const wish = asked?.wish;
  const shown = { slug, usualRate, open: isOpen, onOpenChange };
  return (
    <>
      {wish?.kind === 'new' && (
        <NewTokenDialog key={asked?.serial} {...shown} onCreated={reveal} finalFocus={unlessRevealing} />
      )}
      {wish?.kind === 'edit' && (
        <EditTokenDialog key={asked?.serial} {...shown} token={wish.token} finalFocus={finalFocus} />
      )}
      {wish?.kind === 'rotate' && (
        <RotateDialog
          key={asked?.serial}
          {...shown}
          token={wish.token}
          onRotated={reveal}
          finalFocus={unlessRevealing}
        />
      )}
      {wish?.kind === 'revoke' && (
        <RevokeDialog
          key={asked?.serial}
          {...shown}
          token={wish.token}
          onRevoked={expectMenuGone}
          finalFocus={finalFocus}
        />
      )}
      {wish?.kind === 'revoke several' && (
        <RevokeSeveralDialog
          key={asked?.serial}
          {...shown}
          tokens={wish.tokens}
          onRevoked={() => onRevokedSeveral?.()}
          finalFocus={finalFocus}
        />
      )}
      {created && (
        <RevealScreen
          slug={slug}
          gatewayUrl={gatewayUrl}
          created={created}
          replaced={wish?.kind === 'rotate' ? wish.token : null}
          onClose={endReveal}
          returnFocus={finalFocus}
        />
      )}
    </>
  );
}
