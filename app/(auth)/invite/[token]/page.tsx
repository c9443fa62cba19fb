import type { Metadata } from 'next';
import { InviteScreen } from '@/components/invites/invite-screen';
import { currentActor } from '@/lib/access/session';

interface InvitePageProps {
  params: Promise<{ token: string }>;
}

/** Without the workspace's name: mail programs that look at links show titles. */
export const metadata: Metadata = { title: 'Invite', referrer: 'no-referrer', robots: { index: false, follow: false } };

/** Looks nothing up: a link that a machine opens, to see where it leads, tells and changes nothing. */
export default async function InvitePage({ params }: InvitePageProps) {
  const actor = await currentActor();
  return <InviteScreen token={(await params).token} signedInAs={actor?.email ?? null} />;
}
