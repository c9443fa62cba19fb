import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { SignInForm } from '@/components/auth/sign-in-form';
import { currentActor } from '@/lib/access/session';
import { isSetUp } from '@/lib/account/setup-code';
import { getRuntime } from '@/lib/server/runtime';

export const metadata: Metadata = { title: 'Sign in' };

interface SignInPageProps {
  searchParams: Promise<{ callbackUrl?: string | string[] }>;
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  if ((await currentActor()) !== null) redirect('/workspaces');
  if (!(await isSetUp(getRuntime().db))) redirect('/setup');
  const { callbackUrl } = await searchParams;
  return (
    <>
      <div className="mb-7 grid gap-1.5">
        <h1 className="font-semibold text-2xl">Sign in</h1>
        <p className="text-base text-muted-foreground">to your team’s MCP gateway</p>
      </div>
      <SignInForm callbackUrl={typeof callbackUrl === 'string' ? callbackUrl : undefined} />
    </>
  );
}
