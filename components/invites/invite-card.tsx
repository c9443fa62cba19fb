import { roleNames, roleTexts } from '@/components/members/role-words';
import { WorkspaceInitial } from '@/components/shell/workspace-nav';
import type { InviteView } from '@/lib/members/schemas';

/** Who asks whom for what. */
export function InviteCard({ invite }: { invite: InviteView }) {
  return (
    <section
      aria-label="The invite"
      className="mb-7 grid grid-cols-1 gap-3.5 rounded-xl border bg-surface px-4 py-4 text-base shadow-sm"
    >
      <p className="flex min-w-0 items-center gap-2.5 font-medium">
        <WorkspaceInitial name={invite.workspace.name} active />
        <span className="min-w-0 [overflow-wrap:anywhere]">{invite.workspace.name}</span>
      </p>
      <dl className="grid grid-cols-[5rem_minmax(0,1fr)] gap-x-3 gap-y-1.5">
        <dt className="text-muted-foreground">From</dt>
        <dd className="[overflow-wrap:anywhere]">{invite.inviter}</dd>
        <dt className="text-muted-foreground">For</dt>
        <dd className="[overflow-wrap:anywhere]">{invite.email_masked}</dd>
        <dt className="text-muted-foreground">Role</dt>
        <dd>
          {roleNames[invite.role]}
          <span className="block text-pretty text-muted-foreground text-sm">{roleTexts[invite.role]}</span>
        </dd>
      </dl>
    </section>
  );
}
