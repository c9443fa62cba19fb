import type { Metadata } from 'next';
import { InviteScreen } from '@/components/invites/invite-screen';
import { currentActor } from '@/lib/access/session';
import { signInProviders } from '@/lib/account/sign-in-providers';
import { getRuntime } from '@/lib/server/runtime';

interface InvitePageProps {
  params: Promise<{ token: string }>;
  searchParams: Promise<Record<'problem' | 'confirm', string | string[] | undefined>>;
}

/** Without the workspace's name: mail programs that look at links show titles. */
export const metadata: Metadata = { title: 'Invite', referrer: 'no-referrer', robots: { index: false, follow: false } };

/** Looks nothing up: a link that a machine opens, to see where it leads, tells and changes nothing. */
export default async function InvitePage({ params, searchParams }: InvitePageProps) {
  const actor = await currentActor();
  const { problem, confirm } = await searchParams;
  return (
    <InviteScreen
      token={(await params).token}
      signedInAs={actor?.email ?? null}
      providers={signInProviders(getRuntime().env).map(({ id, name }) => ({ id, name }))}
      problem={typeof problem === 'string' ? problem : null}
      confirm={typeof confirm === 'string' ? confirm : null}
    />
  );
}
