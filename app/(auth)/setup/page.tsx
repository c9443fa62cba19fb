import type { Metadata } from 'next';
import { SetupScreen } from '@/components/auth/setup-screen';
import { isSetUp } from '@/lib/account/setup-code';
import { getRuntime } from '@/lib/server/runtime';

export const metadata: Metadata = { title: 'Set up' };

export default async function SetupPage() {
  return <SetupScreen taken={await isSetUp(getRuntime().db)} />;
}
