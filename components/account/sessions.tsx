'use client';

import { MonitorSmartphone } from 'lucide-react';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Problem } from '@/components/ui/problem';
import { Section } from '@/components/ui/section';
import { Skeleton } from '@/components/ui/skeleton';
import { Time } from '@/components/ui/time';
import { toast } from '@/components/ui/toaster';
import type { Session } from '@/lib/account/schemas';
import { sentenceOf } from '@/lib/query/problem';
import { deviceName } from './device-name';
import { useEndOtherSessions, useEndSession, useSessions } from './use-account';

export function Sessions() {
  const { data: sessions, error } = useSessions();
  const endOthers = useEndOtherSessions();
  const hasOthers = sessions?.some(({ current }) => !current) ?? false;
  const endAll = () =>
    endOthers.mutate(undefined, {
      onSuccess: ({ ended }) =>
        toast.success(ended === 1 ? 'One session was ended' : `${ended.toLocaleString('en')} sessions were ended`),
      onError: (failure) => toast.error('No session was ended', sentenceOf(failure)),
    });
  return (
    <Section
      title="Sessions"
      description="Where you are signed in. An ended session is refused from then on."
      actions={
        hasOthers && (
          <Button variant="secondary" pending={endOthers.isPending} onClick={endAll}>
            End all others
          </Button>
        )
      }
    >
      {error && sessions === undefined && (
        <div className="p-5">
          <Problem error={error} />
        </div>
      )}
      {sessions === undefined && !error && (
        <div className="p-5" aria-busy="true">
          <Skeleton className="h-10" />
          <span className="sr-only">Loading sessions</span>
        </div>
      )}
      {sessions !== undefined && (
        <ul className="divide-y">
          {sessions.map((session) => (
            <SessionRow key={session.id} session={session} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function SessionRow({ session }: { session: Session }) {
  const end = useEndSession(session.id);
  const name = deviceName(session.user_agent);
  return (
    <li className="flex items-center gap-4 px-5 py-3.5">
      <MonitorSmartphone className="size-5 shrink-0 text-muted-foreground" aria-hidden="true" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1 font-medium text-base">
          <span className="break-words">{name}</span>
          {session.current && <Badge tone="accent">This session</Badge>}
        </p>
        <p className="flex flex-wrap gap-x-4 text-muted-foreground text-sm">
          <span>
            Signed in <Time iso={session.created_at} />
            {session.address && <> from {session.address}</>}
          </span>
          <span>
            Last seen <Time iso={session.last_seen_at} />
          </span>
        </p>
      </div>
      {!session.current && (
        <Button
          variant="secondary"
          size="small"
          pending={end.isPending}
          aria-label={`End the session of ${name}`}
          onClick={() =>
            end.mutate(undefined, {
              onSuccess: () => toast.success('The session was ended'),
              onError: (error) => toast.error('The session was not ended', sentenceOf(error)),
            })
          }
        >
          End
        </Button>
      )}
    </li>
  );
}
