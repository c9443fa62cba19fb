import type { Metadata } from 'next';
import { ConfirmEmailScreen } from '@/components/account/confirm-email-screen';
import { currentActor } from '@/lib/access/session';

interface PageProps {
  params: Promise<{ token: string }>;
}

export const metadata: Metadata = {
  title: 'Confirm address',
  referrer: 'no-referrer',
  robots: { index: false, follow: false },
};

/** Looks nothing up: a link that a machine opens, to see where it leads, tells and changes nothing. */
export default async function ConfirmEmailPage({ params }: PageProps) {
  const actor = await currentActor();
  return <ConfirmEmailScreen token={(await params).token} signedInAs={actor?.email ?? null} />;
}
