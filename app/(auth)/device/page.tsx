import type { Metadata } from 'next';
import { requireCtx } from '@/app/(dashboard)/page-context';
import { DeviceScreen } from '@/components/account/device-screen';
import { requireUser } from '@/lib/access/authorize';

interface DevicePageProps {
  searchParams: Promise<Record<'code', string | string[] | undefined>>;
}

export const metadata: Metadata = { title: 'Sign in a terminal', referrer: 'no-referrer', robots: { index: false } };

/** Looks nothing up and decides nothing: a link that is opened, by whomever, changes nothing. */
export default async function DevicePage({ searchParams }: DevicePageProps) {
  const { email } = requireUser(await requireCtx());
  const { code } = await searchParams;
  return <DeviceScreen signedInAs={email} code={typeof code === 'string' ? code.slice(0, 40) : ''} />;
}
