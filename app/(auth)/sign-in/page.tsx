import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { SignInScreen } from '@/components/auth/sign-in-screen';
import { currentActor } from '@/lib/access/session';
import { isSetUp } from '@/lib/account/setup-code';
import { signInProviders } from '@/lib/account/sign-in-providers';
import { getRuntime } from '@/lib/server/runtime';

export const metadata: Metadata = { title: 'Sign in' };

interface SignInPageProps {
  searchParams: Promise<Record<'callbackUrl' | 'problem' | 'confirm', string | string[] | undefined>>;
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { db, env } = getRuntime();
  if ((await currentActor()) !== null) redirect('/workspaces');
  if (!(await isSetUp(db))) redirect('/setup');
  const { callbackUrl, problem, confirm } = await searchParams;
  return (
    <SignInScreen
      callbackUrl={typeof callbackUrl === 'string' ? callbackUrl : undefined}
      providers={signInProviders(env).map(({ id, name }) => ({ id, name }))}
      problem={typeof problem === 'string' ? problem : null}
      confirm={typeof confirm === 'string' ? confirm : null}
    />
  );
}
