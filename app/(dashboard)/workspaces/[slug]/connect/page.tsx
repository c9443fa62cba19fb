import type { Metadata } from 'next';
import { ConnectPage } from '@/components/connect/connect-page';
import { requireWorkspace } from '../../../page-context';

interface PageProps {
  params: Promise<{ slug: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Connect · ${(await params).slug}` };
}

export default async function WorkspaceConnectPage({ params }: PageProps) {
  const { slug } = await params;
  await requireWorkspace(slug);
  return <ConnectPage slug={slug} />;
}
