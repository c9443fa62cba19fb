'use client';

import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { DialogBody, DialogContent, DialogFooter, DialogHeader } from '@/components/ui/dialog';
import type { AuditRecord } from '@/lib/audit/schemas';
import type { AuditView } from './audit-view';
import { actorName, deedOf, labelOf, objectOf, textOf } from './audit-words';

interface AuditDialogProps {
  entry: AuditRecord;
  /** Shows the log again, narrowed to what this entry is about. */
  onNarrow: (part: Partial<AuditView>) => void;
}

/** All that one entry holds. */
export function AuditDialog({ entry, onNarrow }: AuditDialogProps) {
  const { before, after, details, target } = entry;
  const hidden = new Set(['name', 'email', 'attempt', 'via']);
  const facts = Object.entries(details).filter(([key]) => !hidden.has(key));
  return (
    <DialogContent width="medium">
      <DialogHeader title={`${actorName(entry)} ${deedOf(entry)} ${objectOf(entry)}`} />
      <DialogBody className="grid gap-6">
        {after !== null && <Changes before={before ?? {}} after={after} />}
        <dl className="grid grid-cols-1 gap-x-6 gap-y-3 text-base sm:grid-cols-[9rem_1fr]">
          <Fact label="When">{`${moment.format(new Date(entry.at))} UTC`}</Fact>
          <Fact label="Who">
            {actorName(entry)}
            {entry.actor.email && <span className="text-muted-foreground"> · {entry.actor.email}</span>}
          </Fact>
          <Fact label="How">
            {details.via === 'api_key' ? 'With an API key' : entry.actor.kind === 'system' ? 'By itself' : 'Signed in'}
          </Fact>
          {facts.map(([key, value]) => (
            <Fact key={key} label={labelOf(key)}>
              {textOf(value)}
            </Fact>
          ))}
          {entry.address && <Fact label="Address">{entry.address}</Fact>}
          {entry.user_agent && <Fact label="User agent">{entry.user_agent}</Fact>}
          <Fact label="Action">
            <Code>{entry.action}</Code>
            {entry.result === 'refused' && <span className="text-danger"> · refused</span>}
          </Fact>
          <Fact label={`${labelOf(target.type)} id`}>
            <Copied value={target.id} subject="id" />
          </Fact>
          <Fact label="Request">
            <Copied value={entry.request_id} subject="request id" />
          </Fact>
          <Fact label="Entry">{`No. ${entry.position.toLocaleString('en')} of this workspace, sealed`}</Fact>
        </dl>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onClick={() => onNarrow({ request: entry.request_id })}>
          All of this request
        </Button>
        <Button variant="secondary" onClick={() => onNarrow({ target: target.id })}>
          All about this {labelOf(target.type).toLowerCase()}
        </Button>
      </DialogFooter>
    </DialogContent>
  );
}

const moment = new Intl.DateTimeFormat('en', { dateStyle: 'full', timeStyle: 'medium', timeZone: 'UTC' });

function Changes({ before, after }: { before: Record<string, unknown>; after: Record<string, unknown> }) {
  return (
    <table className="w-full table-fixed overflow-hidden rounded-lg border text-left text-base">
      <caption className="sr-only">What it changed</caption>
      <thead className="bg-sunken text-muted-foreground text-sm">
        <tr>
          <th scope="col" className="px-3 py-2 font-medium">
            Setting
          </th>
          <th scope="col" className="px-3 py-2 font-medium">
            Before
          </th>
          <th scope="col" className="px-3 py-2 font-medium">
            After
          </th>
        </tr>
      </thead>
      <tbody className="divide-y">
        {Object.keys(after).map((key) => (
          <tr key={key} className="align-top [overflow-wrap:anywhere]">
            <th scope="row" className="px-3 py-2 font-normal text-muted-foreground">
              {labelOf(key)}
            </th>
            <td className="px-3 py-2">{textOf(before[key])}</td>
            <td className="px-3 py-2 font-medium">{textOf(after[key])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted-foreground max-sm:-mb-3 max-sm:text-sm">{label}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
    </>
  );
}

const Code = ({ children }: { children: string }) => <code className="font-mono text-sm">{children}</code>;

const Copied = ({ value, subject }: { value: string; subject: string }) => (
  <span className="flex items-center gap-2">
    <Code>{value}</Code>
    <CopyButton variant="ghost" value={value} subject={subject} />
  </span>
);
