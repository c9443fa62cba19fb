import { useMutation } from '@tanstack/react-query';
import { signOut } from 'next-auth/react';

/** Ends this session on the server, then loads the sign-in page anew, so that nothing of the session stays in memory. */
export function useSignOut() {
  return useMutation({
    mutationFn: () => signOut({ redirect: false }),
    onSuccess: () => window.location.assign('/sign-in'),
  });
}
