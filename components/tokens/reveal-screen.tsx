'use client';

import { RefreshCw, TriangleAlert } from 'lucide-react';
import { type ReactNode, type RefObject, useRef, useState } from 'react';
import { LogoMark } from '@/components/brand/logo';
import { ClientTabs } from '@/components/connect/client-tabs';
import { Button } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { CopyButton } from '@/components/ui/copy-button';
import { Dialog, DialogContent, DialogDescription, DialogTitle } from '@/components/ui/dialog';
import { mcpJson, verifyCommand } from '@/lib/connect/snippets';
import type { CreatedToken, Token } from '@/lib/tokens/schemas';
import { FirstCall } from './first-call';
import { TokenAdvice } from './token-advice';
import { StopsIn } from './token-status';
import { useLeaveGuard } from './use-leave-guard';
import { useToken } from './use-tokens';

interface RevealScreenProps {
  slug: string;
  gatewayUrl: string;
  created: CreatedToken;
  /** The token in whose place it came, as it was before. */
  replaced: Token | null;
  onClose: () => void;
  /** What has the focus once the screen is closed. */
  returnFocus: () => HTMLElement | true;
}

/** The one time that a token is seen: take it, paste it, watch it work. */
export function RevealScreen({ slug, gatewayUrl, created, replaced, onClose, returnFocus }: RevealScreenProps) {
  const [copied, setCopied] = useState(false);
  const [asking, setAsking] = useState(false);
  const copyButton = useRef<HTMLDivElement>(null);
  const leave = () => (copied ? onClose() : setAsking(true));
  useLeaveGuard(!copied, leave);
  return (
    <Dialog open onOpenChange={(open) => !open && leave()}>
      <DialogContent
        shape="screen"
        finalFocus={returnFocus}
        initialFocus={() => copyButton.current?.querySelector('button') ?? true}
      >
        <header className="flex h-14 shrink-0 items-center gap-3 border-b px-4 sm:px-6">
          <LogoMark className="size-7 shrink-0" />
          <p className="min-w-0 truncate text-base text-muted-foreground">
            {replaced ? 'Rotated' : 'New token'} ·{' '}
            <span className="font-medium text-foreground">{created.token.name}</span>
          </p>
          <Button variant={copied ? 'primary' : 'secondary'} className="ml-auto shrink-0" onClick={leave}>
            Done
          </Button>
        </header>
        {/* Selecting and copying by hand counts as well. */}
        <div className="min-h-0 flex-1 overflow-y-auto" onCopy={() => setCopied(true)}>
          <div className="mx-auto grid max-w-3xl grid-cols-1 gap-10 px-4 pt-8 pb-24 sm:px-6 sm:pt-12">
            <Secret raw={created.raw} buttonRef={copyButton} onCopied={() => setCopied(true)} />
            {replaced && <Replaced slug={slug} token={replaced} />}
            <GoOn slug={slug} gatewayUrl={gatewayUrl} created={created} onCopied={() => setCopied(true)} />
          </div>
        </div>
      </DialogContent>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Leave without copying the token?"
        confirmLabel="Leave"
        cancelLabel="Stay here"
        onConfirm={onClose}
      >
        <p>You will not see it again. If it is lost, revoke it and create another.</p>
      </ConfirmDialog>
    </Dialog>
  );
}

interface SecretProps {
  raw: string;
  buttonRef: RefObject<HTMLDivElement | null>;
  onCopied: () => void;
}

function Secret({ raw, buttonRef, onCopied }: SecretProps) {
  return (
    <section className="grid grid-cols-1 gap-4">
      <div className="grid gap-1.5">
        <DialogTitle className="font-semibold text-2xl">Copy your token now</DialogTitle>
        <DialogDescription className="flex items-start gap-2 text-base text-muted-foreground">
          <TriangleAlert className="mt-[3px] size-4 shrink-0 text-warning" aria-hidden="true" />
          <span>
            <strong className="font-medium text-foreground">You will not see this again.</strong> Only its hash is
            stored.
          </span>
        </DialogDescription>
      </div>
      <div className="flex flex-col gap-2 rounded-xl border border-accent/40 bg-surface p-2 shadow-sm sm:flex-row sm:items-center">
        <code
          data-testid="raw-token"
          className="min-w-0 flex-1 select-all break-all px-2.5 py-1.5 font-mono text-base sm:text-sm lg:text-base"
        >
          {raw}
        </code>
        <div ref={buttonRef} className="grid shrink-0">
          <CopyButton
            value={raw}
            subject="the token"
            showLabel
            variant="primary"
            size="default"
            onCopied={onCopied}
            className="w-full sm:w-auto"
          />
        </div>
      </div>
    </section>
  );
}

/** What becomes of the token before, as soon as the server has said it. */
function Replaced({ slug, token: before }: { slug: string; token: Token }) {
  const { data: token = before } = useToken(slug, before.id);
  return (
    <p
      className="-mt-4 flex items-start gap-2.5 rounded-lg border bg-surface px-4 py-3 text-base shadow-sm"
      role="status"
    >
      <RefreshCw className="mt-[3px] size-4 shrink-0 text-accent" aria-hidden="true" />
      <span className="min-w-0 text-muted-foreground">
        The old token <code className="font-mono text-foreground text-sm">{token.hint}</code>{' '}
        {token.status === 'active' && token.expires_at !== null ? (
          <>
            <StopsIn at={token.expires_at} />. Put the new one into every client that uses it; the list shows who still
            has to.
          </>
        ) : (
          'has stopped working. Put the new one into every client that used it.'
        )}
      </span>
    </p>
  );
}

interface GoOnProps extends Pick<RevealScreenProps, 'slug' | 'gatewayUrl' | 'created'> {
  onCopied: () => void;
}

function GoOn({ slug, gatewayUrl, created, onCopied }: GoOnProps) {
  const target = { slug, url: gatewayUrl, token: created.raw };
  return (
    <>
      <Step title="Configuration block" text="Fits Cursor, Windsurf and every client that takes a url and headers.">
        <CodeBlock title="mcp_json" subject="the configuration block" text={mcpJson(target)} onCopied={onCopied} />
      </Step>
      <Step title="Connect a client">
        <ClientTabs target={target} onSecretCopied={onCopied} />
      </Step>
      <Step title="Verify" text="Lists the workspace’s tools from a terminal, without any client.">
        <CodeBlock
          title="Terminal"
          subject="the verification command"
          text={verifyCommand(target)}
          onCopied={onCopied}
        />
        <FirstCall slug={slug} token={created.token} />
      </Step>
      <Step title="Good to know">
        <div className="rounded-xl border bg-surface p-5 shadow-sm">
          <TokenAdvice />
        </div>
      </Step>
    </>
  );
}

function Step({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  return (
    <section className="grid grid-cols-1 gap-3">
      <div className="grid gap-0.5">
        <h3 className="font-semibold text-lg">{title}</h3>
        {text && <p className="text-base text-muted-foreground">{text}</p>}
      </div>
      {children}
    </section>
  );
}
