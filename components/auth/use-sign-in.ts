import { useQueryClient } from '@tanstack/react-query';
import { signIn } from 'next-auth/react';
import { useAction } from '@/lib/query/use-action';

interface Credentials {
  email: string;
  password: string;
}

/** What signing in was refused for, in a sentence for the person. */
export class SignInRefused extends Error {
  override readonly name = 'SignInRefused';
}

/** Starts a session. Whatever an earlier session left in the cache is thrown away. */
export function useSignIn() {
  const queryClient = useQueryClient();
  return useAction({
    mutationFn: async ({ email, password }: Credentials) => {
      const answer = await signIn('credentials', { email, password, redirect: false });
      if (!answer?.ok || answer.error) throw new SignInRefused(sentenceFor(answer?.error ?? null));
    },
    onSuccess: () => queryClient.clear(),
  });
}

const wrong = 'E-mail address or password is wrong.';

/** The server tells a throttled attempt by `throttled:<seconds>`; every other refusal sounds the same, whoever exists. */
function sentenceFor(error: string | null): string {
  if (error === null) return 'Signing in did not work. Reload the page and try again.';
  const seconds = Number(/^throttled:(\d+)$/.exec(error)?.[1] ?? Number.NaN);
  if (Number.isNaN(seconds)) return wrong;
  return `Too many attempts. Wait ${seconds === 1 ? 'a second' : `${seconds} seconds`}, then try again.`;
}
