'use client';

import { CornerDownRight } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { type ReactNode, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/class-names';
import { Time } from '@/components/ui/time';
import type { Token } from '@/lib/tokens/schemas';
import { Checkbox } from './checkbox';
import type { TokenGroup } from './filter-tokens';
import { ScopeChip } from './scope-chip';
import type { AskFor } from './token-dialogs';
import { TokenMenu } from './token-menu';
import { StopsIn, TokenStatusBadge } from './token-status';

export interface Selection {
  ids: ReadonlySet<string>;
  /** `isRange` takes all rows since the last choice along. */
  choose: (id: string, isChosen: boolean, isRange: boolean) => void;
  chooseAll: (isChosen: boolean) => void;
}

interface TokenTableProps {
  slug: string;
  groups: TokenGroup[];
  selection: Selection;
  askFor: AskFor;
}

const headings = ['Name', 'Status', 'Owner', 'Access', 'Last used', 'Expires'];
const wideOnly = 'hidden xl:table-cell';

/** A table; on phones its rows become cards, each value under the name of its column. */
export function TokenTable({ slug, groups, selection, askFor }: TokenTableProps) {
  const choosable = groups.flatMap(({ token, replaced }) => [token, ...replaced]).filter(mayBeChosen);
  const chosen = choosable.filter(({ id }) => selection.ids.has(id)).length;
  const row = (token: Token) => ({ slug, token, selection, askFor });
  return (
    <div className="overflow-hidden rounded-xl border bg-surface shadow-sm">
      <table className="block w-full text-left text-base md:table">
        <caption className="sr-only">Tokens of this workspace</caption>
        <thead className="sr-only md:not-sr-only md:table-header-group">
          <tr className="border-b bg-sunken">
            <th scope="col" className="h-9 w-11 pl-4">
              {choosable.length > 0 ? (
                <Checkbox
                  label="Select all that are shown"
                  checked={chosen === choosable.length}
                  mixed={chosen > 0 && chosen < choosable.length}
                  onChange={selection.chooseAll}
                />
              ) : (
                <span className="sr-only">Selection</span>
              )}
            </th>
            {headings.map((heading) => (
              <th
                key={heading}
                scope="col"
                className={cn(
                  'h-9 whitespace-nowrap px-3 font-medium text-muted-foreground text-xs',
                  heading === 'Name' && 'w-[30%] xl:w-[24%]',
                  heading === 'Access' && 'xl:w-48',
                  heading === 'Owner' && wideOnly,
                )}
              >
                {heading}
              </th>
            ))}
            <th scope="col" className="w-12 pr-3">
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody className="block divide-y md:table-row-group">
          {groups.flatMap(({ token, replaced }) => [
            <TokenRow key={token.id} {...row(token)} />,
            ...replaced.map((old) => <ReplacedRow key={old.id} {...row(old)} successor={token} />),
          ])}
        </tbody>
      </table>
    </div>
  );
}

/** What is revoked already has nothing that several could be chosen for. */
const mayBeChosen = ({ status }: Token) => status !== 'revoked';

interface RowProps {
  slug: string;
  token: Token;
  selection: Selection;
  askFor: AskFor;
}

const rowClasses =
  'relative grid grid-cols-2 gap-x-4 gap-y-3 px-4 py-4 transition-colors md:table-row md:px-0 data-selected:bg-accent-subtle/60';

/** What every row has, whatever it tells: its choice, its name, who owns it, what can be done. */
function Row({
  slug,
  token,
  selection,
  askFor,
  className,
  name,
  children,
}: RowProps & { className?: string; name: ReactNode; children: ReactNode }) {
  return (
    <tr
      data-token={token.id}
      data-selected={selection.ids.has(token.id) ? '' : undefined}
      className={cn(rowClasses, className, 'has-[[data-token-link]:focus-visible]:bg-hover')}
    >
      <ChooseCell token={token} selection={selection} />
      {name}
      <Cell label="Status">
        <TokenStatusBadge token={token} />
      </Cell>
      <Cell label="Owner" className={wideOnly}>
        <Owner token={token} />
      </Cell>
      {children}
      <td className="absolute top-3 right-3 md:static md:py-2 md:pr-3 md:text-right md:align-top">
        <TokenMenu slug={slug} token={token} askFor={askFor} />
      </td>
    </tr>
  );
}

function Hint({ token }: Pick<RowProps, 'token'>) {
  return <code className="whitespace-nowrap font-mono text-muted-foreground text-xs">{token.hint}</code>;
}

function TokenRow(props: RowProps) {
  const { slug, token, askFor } = props;
  return (
    <Row
      {...props}
      name={
        <th
          scope="row"
          className={cn(
            'col-span-2 min-w-0 pr-10 text-left font-normal md:py-3 md:pr-3 md:pl-3 md:align-top',
            mayBeChosen(token) && 'pl-9',
          )}
        >
          <TokenLink slug={slug} token={token} />
          <Hint token={token} />
        </th>
      }
    >
      <Cell label="Access">
        <ScopeChip scope={token.scope} />
      </Cell>
      <Cell label="Last used">
        <LastUsed token={token} />
      </Cell>
      <Cell label={token.revoked_at === null ? 'Expires' : 'Revoked'}>
        {token.revoked_at === null ? (
          <Expires token={token} askFor={askFor} />
        ) : (
          <Revoked token={token} at={token.revoked_at} />
        )}
      </Cell>
    </Row>
  );
}

/** A token that was replaced and still works: who uses it has not moved yet. */
function ReplacedRow({ successor, ...props }: RowProps & { successor: Token }) {
  const { slug, token, askFor } = props;
  return (
    <Row
      {...props}
      className="bg-background"
      name={
        <th
          scope="row"
          className="col-span-2 flex min-w-0 gap-2 pr-10 pl-9 text-left font-normal md:table-cell md:py-3 md:pr-3 md:pl-3 md:align-top"
        >
          <span className="flex min-w-0 gap-2">
            <CornerDownRight className="mt-1 size-4 shrink-0 text-muted-foreground" aria-hidden="true" />
            <span className="min-w-0">
              <TokenLink slug={slug} token={token} prefix="Old token of " />
              <Hint token={token} />
            </span>
          </span>
        </th>
      }
    >
      <td className="col-span-2 min-w-0 md:px-3 md:py-3 md:align-top" colSpan={2}>
        <StillUsed token={token} successor={successor} />
      </td>
      <Cell label="Grace" className="col-span-2">
        <Expires token={token} askFor={askFor} />
      </Cell>
    </Row>
  );
}

/** Whether somebody used the old token after there was a new one. */
function StillUsed({ token, successor }: { token: Token; successor: Token }) {
  const { last_used_at: used, last_used_client: client } = token;
  if (used === null || used < successor.created_at) {
    return (
      <>
        <span className="block font-medium text-success">Not used since</span>
        <span className="block text-muted-foreground text-xs">
          {used === null ? (
            'It was never used.'
          ) : (
            <>
              Last used <Time iso={used} detail={client} />
              {client && ` by ${client}`}.
            </>
          )}
        </span>
      </>
    );
  }
  return (
    <>
      <span className="block font-medium text-warning">Still in use</span>
      <span className="block break-words text-muted-foreground text-xs">
        last used <Time iso={used} detail={client} />
        {client && ` by ${client}`}
      </span>
    </>
  );
}

function ChooseCell({ token, selection }: Pick<RowProps, 'token' | 'selection'>) {
  return (
    <td className="absolute top-3.5 left-3 md:static md:py-2.5 md:pl-4 md:align-top">
      {mayBeChosen(token) && (
        <Checkbox
          label={`Select ${token.name}`}
          checked={selection.ids.has(token.id)}
          onChange={(isChosen, isRange) => selection.choose(token.id, isChosen, isRange)}
        />
      )}
    </td>
  );
}

function TokenLink({ slug, token, prefix }: Pick<RowProps, 'slug' | 'token'> & { prefix?: string }) {
  return (
    <Link
      href={`/workspaces/${slug}/tokens/${token.id}` as Route}
      prefetch={false}
      data-token-link=""
      className={cn(
        'block w-fit max-w-full break-words rounded-sm font-medium underline-offset-4 hover:underline',
        !token.active && 'text-muted-foreground',
      )}
    >
      {prefix && <span className="font-normal text-muted-foreground">{prefix}</span>}
      {token.name}
    </Link>
  );
}

function Cell({ label, className, children }: { label: string; className?: string; children: ReactNode }) {
  return (
    <td className={cn('min-w-0 md:px-3 md:py-3 md:align-top', className)}>
      <span aria-hidden="true" className="mb-0.5 block text-muted-foreground text-xs md:hidden">
        {label}
      </span>
      {children}
    </td>
  );
}

function Owner({ token }: { token: Token }) {
  const person = token.member;
  if (person === null) return <span className="text-muted-foreground">Nobody</span>;
  return (
    <span className="flex min-w-0 items-center gap-2">
      <span
        aria-hidden="true"
        className="flex size-6 shrink-0 items-center justify-center rounded-full bg-accent-subtle font-semibold text-[0.6875rem] text-accent uppercase"
      >
        {[...person.name][0]}
      </span>
      <span className="max-w-32 truncate">{person.name}</span>
    </span>
  );
}

function Expires({ token, askFor }: { token: Token; askFor: AskFor }) {
  if (token.expires_at === null) return <span className="text-muted-foreground">Never</span>;
  if (token.status !== 'active' || token.replaced_by === null) return <Time iso={token.expires_at} mayCome />;
  return (
    <>
      <StopsIn at={token.expires_at} />
      <EndGrace token={token} askFor={askFor} />
    </>
  );
}

function EndGrace({ token, askFor }: { token: Token; askFor: AskFor }) {
  const button = useRef<HTMLButtonElement>(null);
  return (
    <Button
      ref={button}
      variant="link"
      size="small"
      className="flex min-h-6 px-0 text-danger"
      onClick={() => askFor({ kind: 'revoke', token }, button.current)}
    >
      End grace now
    </Button>
  );
}

/** Its expiry has no meaning any more; when it ended, and who ended it, has. */
function Revoked({ token, at }: { token: Token; at: string }) {
  return (
    <>
      <span className="hidden md:inline">{token.revoked_reason === 'rotated' ? 'Replaced ' : 'Revoked '}</span>
      <Time iso={at} />
      {token.revoked_reason === 'leaked' && <span className="block text-danger text-xs">because it leaked</span>}
      {token.revoked_by && (
        <span className="block max-w-44 truncate text-muted-foreground text-xs">by {token.revoked_by.name}</span>
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
