import type { Metadata } from 'next';
import { SetPasswordScreen } from '@/components/auth/set-password-screen';

interface PageProps {
  params: Promise<{ token: string }>;
}

export const metadata: Metadata = {
  title: 'New password',
  referrer: 'no-referrer',
  robots: { index: false, follow: false },
};

/** Looks nothing up: a link that a machine opens, to see where it leads, tells and changes nothing. */
export default async function SetPasswordPage({ params }: PageProps) {
  return <SetPasswordScreen token={(await params).token} />;
}
