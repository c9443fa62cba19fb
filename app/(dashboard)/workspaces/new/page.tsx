import type { Metadata } from 'next';
import { PageHeader } from '@/components/ui/page-header';
import { NewWorkspaceForm } from '@/components/workspaces/new-workspace-form';
import { requireCtx } from '../../page-context';

export const metadata: Metadata = { title: 'New workspace' };

export default async function NewWorkspacePage() {
  const { env } = await requireCtx();
  return (
    <div className="mx-auto grid max-w-2xl gap-6">
      <PageHeader title="New workspace" description="One URL, one list of tools, tokens of its own." />
      <NewWorkspaceForm origin={env.url} />
    </div>
  );
}
