import type { Route } from 'next';
import { redirect } from 'next/navigation';

export default async function WorkspacePage({ params }: { params: Promise<{ slug: string }> }) {
  redirect(`/workspaces/${(await params).slug}/servers` as Route);
}
