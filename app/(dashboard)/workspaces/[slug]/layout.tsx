import type { ReactNode } from 'react';
import { Prefetched } from '@/components/shell/prefetched';
import { WorkspaceHeader } from '@/components/workspaces/workspace-header';
import { mayAct } from '@/lib/access/roles';
import { keys } from '@/lib/query/keys';
import { requireWorkspace } from '../../page-context';

interface WorkspaceLayoutProps {
  params: Promise<{ slug: string }>;
  children: ReactNode;
}

export default async function WorkspaceLayout({ params, children }: WorkspaceLayoutProps) {
  const { slug } = await params;
  const { workspace } = await requireWorkspace(slug);
  return (
    <Prefetched data={[[keys.workspace(slug), workspace]]}>
      <WorkspaceHeader slug={slug} mayAudit={mayAct(workspace.role, 'audit.read')} />
      {children}
    </Prefetched>
  );
}
