import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './problem';

/**
 * A cache with our rules: what was just fetched is fresh for a while, and a refusal is not asked for again.
 * @param onSignedOut called when the API no longer knows the session.
 */
export function makeQueryClient(onSignedOut: () => void = () => undefined): QueryClient {
  const onError = (error: unknown) => {
    // An invite asks people who never were signed in to sign in; its page does that itself.
    if (error instanceof ApiProblem && error.status === 401 && error.code !== 'sign_in_required') onSignedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        retry: (failures, error) => failures < 2 && !(error instanceof ApiProblem && error.isExpected),
      },
      // A mutation's result may hold a secret that is shown once: nothing of it stays in the cache.
      mutations: { retry: false, gcTime: 0 },
    },
  });
}
