'use client';

import { ProviderButtons, type ShownProvider } from './provider-buttons';
import { ConfirmNotice, ProviderProblem } from './provider-notice';
import { SignInForm } from './sign-in-form';

interface SignInScreenProps {
  callbackUrl: string | undefined;
  providers: ShownProvider[];
  /** Why somebody is back from a provider. */
  problem: string | null;
  /** The provider that has vouched for somebody whose password is asked for now. */
  confirm: string | null;
}

export function SignInScreen({ callbackUrl, providers, problem, confirm }: SignInScreenProps) {
  const confirmed = providers.find(({ id }) => id === confirm);
  return (
    <>
      <div className="mb-7 grid gap-1.5">
        <h1 className="font-semibold text-2xl">Sign in</h1>
        <p className="text-base text-muted-foreground">to your team’s MCP gateway</p>
      </div>
      <ProviderProblem problem={problem} />
      {confirmed === undefined ? (
        <ProviderButtons
          providers={providers}
          purpose={{ for: 'sign_in', return_to: callbackUrl ?? '/workspaces' }}
          instead="or with a password"
        />
      ) : (
        <ConfirmNotice provider={confirmed.name} />
      )}
      <SignInForm callbackUrl={callbackUrl} />
    </>
  );
}
