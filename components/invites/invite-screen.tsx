'use client';

import { ArrowRight, RotateCw } from 'lucide-react';
import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Intro } from '@/components/auth/intro';
import { ProviderButtons, type ShownProvider } from '@/components/auth/provider-buttons';
import { ConfirmNotice, ProviderProblem } from '@/components/auth/provider-notice';
import { SignInForm } from '@/components/auth/sign-in-form';
import { RevealScreen } from '@/components/tokens/reveal-screen';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { Problem } from '@/components/ui/problem';
import { Skeleton } from '@/components/ui/skeleton';
import type { AcceptedInvite, InviteView } from '@/lib/members/schemas';
import { ApiProblem } from '@/lib/query/problem';
import { AcceptButton } from './accept-button';
import { InviteCard } from './invite-card';
import { SignUpForm } from './sign-up-form';
import { useOpenedInvite } from './use-invites';
import { WrongAccount } from './wrong-account';

interface InviteScreenProps {
  token: string;
  /** The address of whoever is signed in. */
  signedInAs: string | null;
  providers: ShownProvider[];
  /** Why somebody is back from a provider. */
  problem: string | null;
  /** The provider that has vouched for somebody whose password is asked for now. */
  confirm: string | null;
}

/** What the link says to whoever opened it, and the one thing to do next. Opening it changes nothing. */
export function InviteScreen(props: InviteScreenProps) {
  const { token } = props;
  // The raw workspace token lives here and nowhere else: leaving or reloading the page ends it.
  const [accepted, setAccepted] = useState<AcceptedInvite | null>(null);
  const router = useRouter();
  const { data: invite, error, isFetching, refetch } = useOpenedInvite(token, accepted !== null);
  if (accepted !== null) {
    const { workspace } = accepted;
    return (
      <>
        <Intro title={`Welcome to ${workspace.name}`}>Your token is on its own screen; then the workspace opens.</Intro>
        <RevealScreen
          slug={workspace.slug}
          gatewayUrl={workspace.gateway_url}
          created={accepted}
          replaced={null}
          onClose={() => router.replace(roomOf(workspace.slug))}
          returnFocus={() => true}
        />
      </>
    );
  }
  if (isUnusable(error)) return <Unusable />;
  if (error !== null && invite === undefined) {
    return (
      <>
        <Intro title="This invite could not be read">Nothing was changed. The link is as good as before.</Intro>
        <div className="grid gap-4">
          <Problem error={error} />
          <Button size="large" variant="secondary" pending={isFetching} onClick={() => refetch()}>
            <RotateCw aria-hidden="true" />
            Try again
          </Button>
        </div>
      </>
    );
  }
  if (invite === undefined) return <Placeholder />;
  return <OpenedInvite {...props} invite={invite} onAccepted={setAccepted} onRefused={() => void refetch()} />;
}

interface OpenedInviteProps extends InviteScreenProps {
  invite: InviteView;
  onAccepted: (accepted: AcceptedInvite) => void;
  /** Something has changed since the invite was looked up. */
  onRefused: () => void;
}

function OpenedInvite({ invite, onAccepted, onRefused, ...props }: OpenedInviteProps) {
  const { token, signedInAs, providers, problem, confirm } = props;
  const { workspace, inviter, email_masked: email } = invite;
  const purpose = { for: 'invite', invite_token: token } as const;
  const confirmed = providers.find(({ id }) => id === confirm);
  switch (invite.state) {
    case 'sign_up':
      return (
        <>
          <Intro title={`Join ${workspace.name}`}>Make your account to use the workspace’s tools.</Intro>
          <InviteCard invite={invite} />
          <ProviderProblem problem={problem} forInvite />
          <ProviderButtons providers={providers} purpose={purpose} instead="or choose a password" />
          <SignUpForm token={token} email={email} onAccepted={onAccepted} onRefused={onRefused} />
        </>
      );
    case 'sign_in':
      return (
        <>
          <Intro title={`Join ${workspace.name}`}>You have an account here. Sign in with it to go on.</Intro>
          <InviteCard invite={invite} />
          <ProviderProblem problem={problem} forInvite />
          {confirmed === undefined ? (
            <ProviderButtons providers={providers} purpose={purpose} instead="or with your password" />
          ) : (
            <ConfirmNotice provider={confirmed.name} />
          )}
          <SignInForm onSignedIn={loadAnew} />
        </>
      );
    case 'ready':
      return (
        <>
          <Intro title={`Join ${workspace.name}`}>You get a token of your own, which is shown once.</Intro>
          <InviteCard invite={invite} />
          <AcceptButton token={token} onAccepted={onAccepted} onRefused={onRefused} />
        </>
      );
    case 'wrong_account':
      return <WrongAccount invite={invite} signedInAs={signedInAs} onSwitched={loadAnew} />;
    case 'already_member':
      return (
        <>
          <Intro title={`You are in ${workspace.name} already`}>There is nothing to accept.</Intro>
          <ButtonLink href={roomOf(workspace.slug)} size="large" className="w-full">
            Go to the workspace
            <ArrowRight aria-hidden="true" />
          </ButtonLink>
        </>
      );
    case 'expired':
      return (
        <>
          <Intro title="This invite has expired">
            Ask {inviter} for a new link. It takes one click, under Members of the workspace.
          </Intro>
          <InviteCard invite={invite} />
        </>
      );
  }
}

/** Another account begins with another page: nothing of the one before stays in memory. */
const loadAnew = () => window.location.reload();

/** Revoked, used, mistyped and never made look the same, so that nobody learns which links there were. */
function Unusable() {
  return (
    <>
      <Intro title="This invite cannot be used">
        It may have been used or taken back, or a newer link has taken its place, or the address is incomplete. Ask
        whoever invited you for a new one.
      </Intro>
      <p className="mb-4 text-base text-muted-foreground">If you have accepted it before, you are a member already:</p>
      <ButtonLink href="/workspaces" variant="secondary" size="large" className="w-full">
        Go to your workspaces
        <ArrowRight aria-hidden="true" />
      </ButtonLink>
    </>
  );
}

const isUnusable = (error: unknown) => error instanceof ApiProblem && [404, 422].includes(error.status);

/** What a member comes for. */
const roomOf = (slug: string) => `/workspaces/${slug}/tools` as Route;

function Placeholder() {
  return (
    <div className="grid gap-5" aria-busy="true">
      <Skeleton className="h-15" />
      <Skeleton className="h-24" />
      <Skeleton className="h-10" />
      <h1 className="sr-only">Reading the invite</h1>
    </div>
  );
}
