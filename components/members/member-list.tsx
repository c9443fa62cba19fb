'use client';

import { Badge } from '@/components/ui/badge';
import { PageHeader } from '@/components/ui/page-header';
import { Problem } from '@/components/ui/problem';
import { Skeleton } from '@/components/ui/skeleton';
import { Time } from '@/components/ui/time';
import type { Member } from '@/lib/members/schemas';
import { useMembers } from './use-members';

const roleNames = { owner: 'Owner', admin: 'Admin', member: 'Member' } as const;

export function MemberList({ slug }: { slug: string }) {
  const { data: members, error } = useMembers(slug);
  return (
    <div className="grid grid-cols-1 gap-6">
      <PageHeader title="Members" description="The people of this workspace and what they may do in it." />
      {error && members === undefined && <Problem error={error} />}
      {members === undefined && !error && <MemberListSkeleton />}
      {members !== undefined && (
        <ul className="divide-y overflow-hidden rounded-xl border bg-surface shadow-sm">
          {members.map((member) => (
            <MemberRow key={member.id} member={member} />
          ))}
        </ul>
      )}
    </div>
  );
}

function MemberRow({ member }: { member: Member }) {
  return (
    <li className="flex flex-wrap items-center gap-x-8 gap-y-3 px-4 py-4 sm:px-5">
      <div className="flex min-w-0 flex-1 basis-60 items-center gap-3">
        <span
          aria-hidden="true"
          className="flex size-9 shrink-0 items-center justify-center rounded-full bg-accent-subtle font-semibold text-accent text-base uppercase"
        >
          {[...member.name][0]}
        </span>
        <div className="min-w-0">
          <h2 className="truncate font-medium text-base tracking-normal">{member.name}</h2>
          <p className="truncate text-muted-foreground text-sm">{member.email}</p>
        </div>
      </div>
      <Badge tone={member.role === 'owner' ? 'accent' : 'neutral'}>{roleNames[member.role]}</Badge>
      <dl className="flex flex-wrap gap-x-8 gap-y-2 text-base tabular-nums">
        <Fact label="Joined">
          <Time iso={member.joined_at} />
        </Fact>
        <Fact label="Last active">{member.last_active_at ? <Time iso={member.last_active_at} /> : '–'}</Fact>
        <Fact label="Tokens">{member.token_count}</Fact>
        <Fact label="Calls">{member.call_count.toLocaleString('en')}</Fact>
      </dl>
    </li>
  );
}

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div>
      <dt className="text-muted-foreground text-xs">{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function MemberListSkeleton() {
  return (
    <div className="flex items-center gap-3 rounded-xl border bg-surface px-5 py-4 shadow-sm" aria-busy="true">
      <Skeleton className="size-9 rounded-full" />
      <div className="grid gap-1.5">
        <Skeleton className="h-5 w-32" />
        <Skeleton className="h-4 w-44" />
      </div>
      <span className="sr-only">Loading members</span>
    </div>
  );
}
