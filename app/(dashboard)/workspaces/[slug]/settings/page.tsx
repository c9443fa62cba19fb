import type { Metadata } from 'next';
import { WorkspaceSettings } from '@/components/workspaces/workspace-settings';
import { requireWorkspace } from '../../../page-context';

interface PageProps {
  params: Promise<{ slug: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Settings · ${(await params).slug}` };
}

export default async function SettingsPage({ params }: PageProps) {
  const { slug } = await params;
  await requireWorkspace(slug);
  return <WorkspaceSettings slug={slug} />;
}
