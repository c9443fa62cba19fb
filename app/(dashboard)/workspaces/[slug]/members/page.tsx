import type { Metadata } from 'next';
import { MemberList } from '@/components/members/member-list';
import { Prefetched, wholeList } from '@/components/shell/prefetched';
import { mayAct } from '@/lib/access/roles';
import { listInvites } from '@/lib/members/list-invites';
import { listMembers } from '@/lib/members/list-members';
import { keys } from '@/lib/query/keys';
import { requireWorkspace } from '../../../page-context';
import { roleLines } from './role-lines';

interface PageProps {
  params: Promise<{ slug: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Members · ${(await params).slug}` };
}

export default async function MembersPage({ params }: PageProps) {
  const { slug } = await params;
  const { ctx, workspace } = await requireWorkspace(slug);
  const mayInvite = mayAct(workspace.role, 'invite.read');
  const [page, invites] = await Promise.all([
    listMembers(ctx, slug, { limit: 100 }),
    mayInvite ? listInvites(ctx, slug, { limit: 100 }) : null,
  ]);
  return (
    <Prefetched
      data={[
        [keys.members(slug), wholeList(page.members, page)],
        [keys.invites(slug), invites === null ? undefined : wholeList(invites.invites, invites)],
      ]}
    >
      <MemberList
        slug={slug}
        mayManage={mayAct(workspace.role, 'member.write')}
        mayInvite={mayInvite}
        mailIsOn={ctx.mail.isOn}
        roleLines={roleLines}
      />
    </Prefetched>
  );
}
