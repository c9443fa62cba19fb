import { getCsrfToken } from 'next-auth/react';
import { useAction } from '@/lib/query/use-action';

/** What somebody goes to a provider for: the server keeps it until they are back. */
export type Purpose = { for: 'sign_in'; return_to: string } | { for: 'invite'; invite_token: string } | { for: 'link' };

/** Leaves for a provider. Done by a script, not by a form: a form may lead to pages of ours only, also by redirects. */
export const useProviderSignIn = (purpose: Purpose) =>
  useAction({
    mutationFn: async (provider: string) => {
      const csrfToken = (await getCsrfToken()) ?? '';
      const answer = await fetch(`/api/auth/signin/${provider}`, {
        method: 'POST',
        body: new URLSearchParams({ ...purpose, csrfToken, json: 'true' }),
      });
      const { url } = (await answer.json()) as { url?: string };
      if (!answer.ok || url === undefined) throw new Error('Signing in did not begin. Reload the page and try again.');
      window.location.assign(url);
    },
  });
