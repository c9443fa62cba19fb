'use client';

import { Inbox } from 'lucide-react';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { Problem } from '@/components/ui/problem';
import { Time } from '@/components/ui/time';
import type { OutboxMail } from '@/lib/mail/schemas';
import { useOutbox } from './use-outbox';

/** What would have been mailed, as text: nothing in it is followed or loaded. */
export function OutboxPage() {
  const { data, error } = useOutbox();
  return (
    <div className="mx-auto grid max-w-3xl grid-cols-1 gap-6">
      <PageHeader
        title="Outbox"
        description={
          <p>
            No mail server is set up (<code className="font-mono text-sm">SMTP_URL</code>), so mails stay here: the last
            100, until Aerostack is restarted. Only you see them.
          </p>
        }
      />
      {error && <Problem error={error} />}
      {data?.mails.length === 0 && (
        <EmptyState icon={Inbox} title="No mails">
          <p>Invite somebody, or ask for a password reset, and the mail shows up here.</p>
        </EmptyState>
      )}
      {data !== undefined && data.mails.length > 0 && (
        <ul aria-label="Mails" className="grid grid-cols-1 gap-4">
          {data.mails.map((mail) => (
            <MailCard key={mail.id} mail={mail} />
          ))}
        </ul>
      )}
    </div>
  );
}

function MailCard({ mail }: { mail: OutboxMail }) {
  return (
    <li className="overflow-hidden rounded-xl border bg-surface shadow-sm">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 border-b px-5 py-3.5">
        <h2 className="min-w-0 font-medium text-base [overflow-wrap:anywhere]">{mail.subject}</h2>
        <p className="text-muted-foreground text-sm">
          <Time iso={mail.at} />
        </p>
        <p className="w-full text-muted-foreground text-sm [overflow-wrap:anywhere]">To {mail.to}</p>
      </div>
      <pre className="whitespace-pre-wrap px-5 py-4 font-mono text-sm leading-5 [overflow-wrap:anywhere]">
        {mail.text}
      </pre>
    </li>
  );
}
