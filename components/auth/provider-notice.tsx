import { CircleAlert, Link2 } from 'lucide-react';

/** One sentence for each reason that somebody comes back from a provider without what they went for. */
const sentences: Record<string, string> = {
  address: 'Sign-in providers know this installation by this address. Go on from here.',
  busy: 'That could not be done just now. Wait a minute, then try again.',
  cancelled: 'Nothing was done: signing in was cancelled at the provider.',
  elsewhere: 'That account is linked to somebody else here.',
  provider:
    'The sign-in provider cannot be reached, or its answer cannot be used. Try again in a moment, or in another way.',
  stale: 'This took too long, or was begun in another window. Start again.',
  unknown: 'That account opens nothing here. Whoever runs this installation can invite you.',
  unverified: 'The provider does not confirm that the address is yours. Confirm it there, then try again.',
};

/** The same for somebody with an invite. */
const invited: Record<string, string> = {
  unknown: 'That account is not the one that was invited. Take the one with the invite’s address, or go on without.',
};

/** Why somebody is back; nothing for whatever else stands in the address. */
export function ProviderProblem({ problem, forInvite = false }: { problem: string | null; forInvite?: boolean }) {
  const sentence = problem === null ? undefined : ((forInvite ? invited[problem] : undefined) ?? sentences[problem]);
  if (sentence === undefined) return null;
  return (
    <p
      role="alert"
      className="mb-6 flex items-start gap-2 rounded-md border border-danger/30 bg-danger-subtle px-3 py-2.5 text-base"
    >
      <CircleAlert className="mt-0.5 size-4 shrink-0 text-danger" aria-hidden="true" />
      <span className="text-pretty">{sentence}</span>
    </p>
  );
}

/** Why the password is asked for although a provider has vouched for the person. */
export function ConfirmNotice({ provider }: { provider: string }) {
  return (
    <p
      role="status"
      className="mb-6 flex items-start gap-2 rounded-md border border-accent/30 bg-accent-subtle px-3 py-2.5 text-base"
    >
      <Link2 className="mt-0.5 size-4 shrink-0 text-accent" aria-hidden="true" />
      <span className="text-pretty">
        Your address has an account here that {provider} is not linked to. Sign in with its password this once; from
        then on {provider} opens it, too.
      </span>
    </p>
  );
}
