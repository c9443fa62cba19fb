'use client';

import {
  Ban,
  KeyRound,
  type LucideIcon,
  Mail,
  PackageOpen,
  ScrollText,
  Server,
  ShieldAlert,
  UserRound,
} from 'lucide-react';
import { deviceName } from '@/components/account/device-name';
import { Badge } from '@/components/ui/badge';
import { Time } from '@/components/ui/time';
import type { AuditRecord } from '@/lib/audit/schemas';
import { actorName, deedOf, objectOf, textOf } from './audit-words';

const icons: Record<string, LucideIcon> = {
  token: KeyRound,
  server: Server,
  member: UserRound,
  invite: Mail,
  workspace: PackageOpen,
};

const iconOf = ({ action, result }: AuditRecord): LucideIcon => {
  if (result === 'refused') return Ban;
  if (action.endsWith('.exposed')) return ShieldAlert;
  return icons[action.slice(0, action.indexOf('.'))] ?? ScrollText;
};

/** One sentence; a click anywhere on it opens all that is known. */
export function AuditRow({ entry, onOpen }: { entry: AuditRecord; onOpen: () => void }) {
  const Icon = iconOf(entry);
  return (
    <li className="relative flex items-start gap-3 px-4 py-3 transition-colors hover:bg-hover has-focus-visible:bg-hover sm:px-5">
      <span className="mt-0.5 flex size-7 shrink-0 items-center justify-center rounded-md border bg-background">
        <Icon className="size-3.5 text-muted-foreground" aria-hidden="true" />
      </span>
      <div className="grid min-w-0 flex-1 gap-0.5">
        <button
          type="button"
          onClick={onOpen}
          className="min-w-0 text-left text-base [overflow-wrap:anywhere] before:absolute before:inset-0"
        >
          <span className="font-medium">{actorName(entry)}</span>{' '}
          <span className="text-muted-foreground">{deedOf(entry)}</span>{' '}
          <span className="font-medium">{objectOf(entry)}</span>
          <Change entry={entry} />
        </button>
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-muted-foreground text-sm">
          {entry.result === 'refused' && <Badge tone="danger">Refused</Badge>}
          {entry.details.via === 'api_key' ? (
            <span>by API key</span>
          ) : (
            entry.user_agent && <span>{deviceName(entry.user_agent)}</span>
          )}
          {entry.address && <span className="tabular-nums">from {entry.address}</span>}
        </p>
      </div>
      <span className="relative shrink-0 pt-0.5 text-muted-foreground text-sm">
        <Time iso={entry.at} />
      </span>
    </li>
  );
}

/** One changed value fits in the sentence; more of them are in the dialog. */
function Change({ entry: { before, after } }: { entry: AuditRecord }) {
  const [key, ...others] = Object.keys(after ?? {});
  if (key === undefined || others.length > 0) return null;
  return (
    <span className="text-muted-foreground">
      {' '}
      from <span className="text-foreground">{textOf(before?.[key])}</span> to{' '}
      <span className="text-foreground">{textOf(after?.[key])}</span>
    </span>
  );
}
