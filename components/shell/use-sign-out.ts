import { signOut } from 'next-auth/react';
import { useAction } from '@/lib/query/use-action';

/** Ends this session on the server, then loads the sign-in page anew, so that nothing of the session stays in memory. */
export function useSignOut() {
  return useAction({
    mutationFn: () => signOut({ redirect: false }),
    onSuccess: () => window.location.assign('/sign-in'),
  });
}
