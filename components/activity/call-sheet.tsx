'use client';

import { ChevronDown, ChevronUp } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { Dialog, DialogBody, DialogContent, DialogFooter, DialogHeader } from '@/components/ui/dialog';
import { Problem } from '@/components/ui/problem';
import { Skeleton } from '@/components/ui/skeleton';
import type { Call } from '@/lib/calls/schemas';
import { OutcomeBadge, outcomeLooks } from './call-outcome';
import { RecordedCall } from './recorded-call';
import { spentText } from './spent-text';
import { useCall } from './use-calls';

interface CallSheetProps {
  slug: string;
  id: string | undefined;
  /** As the list knows it. */
  known: Call | undefined;
  onClose: () => void;
  /** To the call below or above in the list; null where there is none. */
  onStep: Record<'next' | 'previous', (() => void) | null>;
  /** What gets the focus when the sheet is gone. */
  finalFocus: () => HTMLElement | true;
}

/** Everything about one call, beside the list that it is in. Its address can be passed on. */
export function CallSheet({ slug, id, known, onClose, onStep, finalFocus }: CallSheetProps) {
  const { data: call, error } = useCall(slug, id, known);
  const keys: Record<string, (() => void) | null> = { j: onStep.next, k: onStep.previous };
  return (
    <Dialog open={id !== undefined} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent
        shape="sheet"
        width="medium"
        finalFocus={finalFocus}
        onKeyDown={(event) => {
          if (!event.ctrlKey && !event.metaKey && !event.altKey) keys[event.key]?.();
        }}
      >
        <DialogHeader title={<span className="font-mono text-base">{call?.tool ?? 'Call'}</span>} />
        <DialogBody className="grid flex-1 grid-cols-1 content-start gap-6">
          {error !== null && <Problem error={error} />}
          {call === undefined && error === null && <Skeleton className="h-80 w-full" />}
          {call !== undefined && <Facts slug={slug} call={call} />}
          {call !== undefined && 'recorded' in call && <RecordedCall recorded={call.recorded} />}
        </DialogBody>
        <DialogFooter>
          <div className="flex items-center gap-2 sm:mr-auto">
            <StepButton label="Older call" keyName="J" icon={<ChevronDown aria-hidden="true" />} step={onStep.next} />
            <StepButton label="Newer call" keyName="K" icon={<ChevronUp aria-hidden="true" />} step={onStep.previous} />
          </div>
          {id !== undefined && (
            <CopyButton
              value={
                typeof window === 'undefined' ? '' : `${window.location.origin}/workspaces/${slug}/activity?call=${id}`
              }
              subject="link to this call"
              showLabel
            />
          )}
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}

function StepButton(props: { label: string; keyName: string; icon: ReactNode; step: (() => void) | null }) {
  const { label, keyName, icon, step } = props;
  return (
    <Button
      variant="secondary"
      size="icon-small"
      aria-label={label}
      aria-keyshortcuts={keyName}
      title={`${label} (${keyName})`}
      disabled={step === null}
      focusableWhenDisabled
      onClick={() => step?.()}
    >
      {icon}
    </Button>
  );
}

const local = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'long' });

function Facts({ slug, call }: { slug: string; call: Call }) {
  const { member, token, server } = call;
  return (
    <div className="grid gap-5">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1.5 text-base text-muted-foreground">
        <OutcomeBadge outcome={call.outcome} />
        {outcomeLooks[call.outcome].text}
      </p>
      <Spent call={call} />
      <dl className="grid gap-x-8 gap-y-4 text-base sm:grid-cols-2">
        <Fact label="When">
          <time dateTime={call.at} className="block">
            {local.format(new Date(call.at))}
          </time>
          <code className="font-mono text-muted-foreground text-xs">{call.at}</code>
        </Fact>
        <Fact label="Server">{server === null ? 'None, or it was removed' : server.name}</Fact>
        <Fact label="Member">
          {member === null ? (
            'Nobody: a bot or a shared machine'
          ) : (
            <>
              {member.name}
              <span className="block text-muted-foreground text-sm">{member.email}</span>
            </>
          )}
        </Fact>
        <Fact label="Token">
          {token === null ? (
            '–'
          ) : (
            <>
              <Link
                href={`/workspaces/${slug}/tokens/${token.id}` as Route}
                className="rounded-sm underline decoration-border-strong underline-offset-4 hover:decoration-foreground"
              >
                {token.name}
              </Link>
              <code className="block font-mono text-muted-foreground text-xs">{token.hint}</code>
            </>
          )}
        </Fact>
        <Fact label="Client">{call.client ?? 'It did not say'}</Fact>
        <Fact label="Request id">
          <Copied value={call.request_id} subject="the request id" />
        </Fact>
        <Fact label="Call id" className="sm:col-span-2">
          <Copied value={call.id} subject="the id of the call" />
        </Fact>
      </dl>
    </div>
  );
}

function Copied({ value, subject }: { value: string; subject: string }) {
  return (
    <span className="flex items-center gap-1">
      <code className="min-w-0 truncate font-mono text-sm">{value}</code>
      <CopyButton value={value} subject={subject} variant="ghost" className="text-muted-foreground" />
    </span>
  );
}

/** Where the time went: a bar of two parts, and both in words. */
function Spent({ call }: { call: Call }) {
  const { server_ms: server, gateway_ms: gateway } = call;
  const share = Math.round((server / Math.max(server + gateway, 0.001)) * 100);
  return (
    <div className="grid gap-2 rounded-lg border bg-sunken px-4 py-3">
      <p className="flex items-baseline justify-between gap-4 text-base tabular-nums">
        <span className="text-muted-foreground">Took</span>
        <span className="font-semibold text-lg">{spentText(server + gateway)}</span>
      </p>
      <svg className="h-2 w-full rounded-full" preserveAspectRatio="none" viewBox="0 0 100 1" aria-hidden="true">
        <rect width="100" height="1" className="fill-border-strong/50" />
        <rect width={share} height="1" className="fill-accent" />
      </svg>
      <p className="flex flex-wrap justify-between gap-x-4 text-sm tabular-nums">
        <span className="flex items-center gap-1.5">
          <span className="size-2 rounded-full bg-accent" aria-hidden="true" />
          {spentText(server)} at the server
        </span>
        <span className="flex items-center gap-1.5 text-muted-foreground">
          <span className="size-2 rounded-full bg-border-strong" aria-hidden="true" />
          {spentText(gateway)} in the gateway
        </span>
      </p>
    </div>
  );
}

function Fact({ label, className, children }: { label: string; className?: string; children: ReactNode }) {
  return (
    <div className={className ? `min-w-0 ${className}` : 'min-w-0'}>
      <dt className="text-muted-foreground text-sm">{label}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}
