'use client';

import type { ReactNode } from 'react';
import { Time } from '@/components/ui/time';
import type { Member } from '@/lib/members/schemas';
import type { Role } from '@/lib/workspaces/schemas';
import { MemberMenu } from './member-menu';
import { RoleBadge } from './role-badge';
import { RoleMenu } from './role-menu';

interface MemberRowProps {
  slug: string;
  workspaceName: string;
  member: Member;
  /** The role of whoever looks. */
  own: Role;
  mayManage: boolean;
  /** Whether the person may hand out a link that sets a password. */
  mayReset: boolean;
  isSelf: boolean;
  isLastOwner: boolean;
}

export function MemberRow({
  slug,
  workspaceName,
  member,
  own,
  mayManage,
  mayReset,
  isSelf,
  isLastOwner,
}: MemberRowProps) {
  // Admins leave owners alone, whatever they may do to others.
  const isInReach = mayManage && (member.role !== 'owner' || own === 'owner');
  return (
    <li className="relative flex flex-wrap items-center gap-x-8 gap-y-3 py-4 pr-14 pl-4 sm:pl-5">
      <div className="flex min-w-0 flex-1 basis-60 items-center gap-3">
        <span
          aria-hidden="true"
          className="flex size-9 shrink-0 items-center justify-center rounded-full bg-accent-subtle font-semibold text-accent text-base uppercase"
        >
          {[...member.name][0]}
        </span>
        <div className="min-w-0">
          <h2 className="truncate font-medium text-base tracking-normal">
            {member.name}
            {isSelf && <span className="font-normal text-muted-foreground"> (you)</span>}
          </h2>
          <p className="truncate text-muted-foreground text-sm">{member.email}</p>
        </div>
      </div>
      <div className="w-24">
        {isInReach && !isLastOwner ? (
          <RoleMenu slug={slug} member={member} own={own} isSelf={isSelf} />
        ) : (
          <RoleBadge role={member.role} />
        )}
      </div>
      <dl className="flex flex-wrap gap-x-6 gap-y-2 text-base tabular-nums">
        <Fact label="Joined" className="w-24">
          <Time iso={member.joined_at} />
        </Fact>
        <Fact label="Last active" className="w-24">
          {member.last_active_at ? <Time iso={member.last_active_at} /> : '–'}
        </Fact>
        <Fact label="Tokens" className="w-12">
          {member.token_count.toLocaleString('en')}
        </Fact>
        {member.call_count !== null && (
          <Fact label="Calls, 30 days" className="w-24">
            {member.call_count.toLocaleString('en')}
          </Fact>
        )}
      </dl>
      {(isSelf || isInReach) && !isLastOwner && (
        <div className="absolute top-4.5 right-3 xl:top-1/2 xl:-translate-y-1/2">
          <MemberMenu slug={slug} workspaceName={workspaceName} member={member} mayReset={mayReset} isSelf={isSelf} />
        </div>
      )}
    </li>
  );
}

function Fact({ label, className, children }: { label: string; className: string; children: ReactNode }) {
  return (
    <div className={className}>
      <dt className="text-muted-foreground text-xs">{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
