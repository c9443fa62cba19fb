'use client';

import { ArrowLeft, Pencil, RefreshCw } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { type ReactNode, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { PageHeader } from '@/components/ui/page-header';
import { Problem } from '@/components/ui/problem';
import { Section } from '@/components/ui/section';
import { Time } from '@/components/ui/time';
import type { Token } from '@/lib/tokens/schemas';
import { TokenAccess } from './token-access';
import { TokenDialogs, useTokenDialogs } from './token-dialogs';
import { TokenMenu } from './token-menu';
import { TokenNotice } from './token-notice';
import { TokenPageSkeleton } from './token-page-skeleton';
import { isLive, mayRotate } from './token-state';
import { StopsIn, TokenStatusBadge } from './token-status';
import { useToken } from './use-tokens';

interface TokenPageProps {
  slug: string;
  id: string;
  gatewayUrl: string;
  usualRate: number;
}

/** Everything about one token but the token. */
export function TokenPage({ slug, id, gatewayUrl, usualRate }: TokenPageProps) {
  const { data: token, error } = useToken(slug, id);
  const dialogs = useTokenDialogs();
  const edit = useRef<HTMLButtonElement>(null);
  const rotate = useRef<HTMLButtonElement>(null);
  if (token === undefined) return error ? <Problem error={error} /> : <TokenPageSkeleton />;
  return (
    <div className="grid grid-cols-1 gap-5">
      <Link
        href={`/workspaces/${slug}/tokens` as Route}
        className="-mb-2 flex min-h-6 w-fit items-center gap-1.5 rounded-sm text-muted-foreground text-sm hover:text-foreground"
      >
        <ArrowLeft className="size-3.5" aria-hidden="true" />
        Tokens
      </Link>
      <PageHeader
        title={token.name}
        description={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
            <code className="font-mono text-sm">{token.hint}</code>
            <TokenStatusBadge token={token} />
          </span>
        }
        actions={
          <div className="flex flex-wrap items-center gap-2">
            {isLive(token) && (
              <Button
                ref={edit}
                variant="secondary"
                onClick={() => dialogs.askFor({ kind: 'edit', token }, edit.current)}
              >
                <Pencil aria-hidden="true" />
                Edit
              </Button>
            )}
            {mayRotate(token) && (
              <Button
                ref={rotate}
                variant="secondary"
                onClick={() => dialogs.askFor({ kind: 'rotate', token }, rotate.current)}
              >
                <RefreshCw aria-hidden="true" />
                Rotate
              </Button>
            )}
            <TokenMenu slug={slug} token={token} askFor={dialogs.askFor} isOnOwnPage />
          </div>
        }
      />
      <TokenNotice token={token} />
      <Section title="Facts">
        <Facts slug={slug} token={token} usualRate={usualRate} />
      </Section>
      <TokenAccess slug={slug} token={token} />
      <TokenDialogs slug={slug} gatewayUrl={gatewayUrl} usualRate={usualRate} dialogs={dialogs} />
    </div>
  );
}

function Facts({ slug, token, usualRate }: { slug: string; token: Token; usualRate: number }) {
  const { created_by: creator, member, last_used_client: client } = token;
  return (
    <dl className="grid gap-x-8 gap-y-5 p-5 text-base sm:grid-cols-2 lg:grid-cols-3">
      <Fact label="Created">
        <Time iso={token.created_at} />
        {creator && ` by ${creator.name}`}
      </Fact>
      <Fact label="Owner">{member?.name ?? 'Nobody: a bot or a shared machine'}</Fact>
      <Fact label="Last used">
        {token.last_used_at === null ? (
          'Never'
        ) : (
          <>
            <Time iso={token.last_used_at} detail={client} />
            {client && ` by ${client}`}
          </>
        )}
      </Fact>
      <Fact label={token.replaced_by !== null && token.status === 'active' ? 'Grace' : 'Expires'}>
        <Expiry token={token} />
      </Fact>
      <Fact label="Requests a minute">
        {token.rate_limit === null
          ? `${usualRate.toLocaleString('en')}, the usual`
          : token.rate_limit.toLocaleString('en')}
      </Fact>
      {token.status === 'paused' && token.paused_at !== null && (
        <Fact label="Paused">
          <Time iso={token.paused_at} />
        </Fact>
      )}
      {token.revoked_at !== null && (
        <Fact label="Revoked">
          <Time iso={token.revoked_at} />
          {token.revoked_by && ` by ${token.revoked_by.name}`}
          {token.revoked_reason && `, ${reasons[token.revoked_reason]}`}
        </Fact>
      )}
      {token.rotated_from !== null && (
        <Fact label="Took the place of">
          <TokenRef slug={slug} id={token.rotated_from} />
        </Fact>
      )}
      {token.replaced_by !== null && (
        <Fact label="Replaced by">
          <TokenRef slug={slug} id={token.replaced_by} />
        </Fact>
      )}
      {token.exposed_at !== null && (
        <Fact label="Found in the open">
          <Time iso={token.exposed_at} />
          {token.exposed_source && (
            <span className="block break-words text-muted-foreground text-sm">{sourceText(token.exposed_source)}</span>
          )}
        </Fact>
      )}
      <Fact label="Id">
        <span className="flex items-center gap-1">
          <code className="min-w-0 truncate font-mono text-sm">{token.id}</code>
          <CopyButton
            value={token.id}
            subject="the id of the token"
            variant="ghost"
            className="text-muted-foreground"
          />
        </span>
      </Fact>
    </dl>
  );
}

/** An address in it is text: what stands there was written by whoever published the token. */
const sourceText = (source: string) =>
  source === 'report' ? 'Reported by somebody who had it' : source.replace(/^github: /, 'On GitHub: ');

const reasons = { revoked: 'by hand', rotated: 'because it was replaced', leaked: 'because it leaked' } as const;

function Expiry({ token }: { token: Token }) {
  if (token.expires_at === null) return 'Never';
  if (token.status === 'active' && token.replaced_by !== null) return <StopsIn at={token.expires_at} />;
  return <Time iso={token.expires_at} mayCome />;
}

/** Another token, by name and hint; by its id until they are here, or when it cannot be found. */
function TokenRef({ slug, id }: { slug: string; id: string }) {
  const { data: token } = useToken(slug, id);
  return (
    <Link
      href={`/workspaces/${slug}/tokens/${id}` as Route}
      className="break-words rounded-sm underline decoration-border-strong underline-offset-4 hover:decoration-foreground"
    >
      {token?.name ?? 'A token'} <code className="font-mono text-sm">{token?.hint ?? id.slice(0, 8)}</code>
    </Link>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-muted-foreground text-sm">{label}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}
