import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { IdentityList } from '@/lib/account/schemas';
import { keys } from '@/lib/query/keys';
import { request } from '@/lib/query/request';
import { useAction } from '@/lib/query/use-action';

/** The hundred linked last: more than anybody links. */
export const useSignInMethods = () =>
  useQuery({
    queryKey: keys.identities(),
    queryFn: ({ signal }) => request<IdentityList>('/account/identities?limit=100', { signal }),
  });

export function useUnlink(id: string) {
  const queryClient = useQueryClient();
  return useAction({
    mutationFn: () => request<void>(`/account/identities/${id}`, { method: 'DELETE' }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.identities() }),
  });
}
