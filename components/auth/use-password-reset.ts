import type { AskPasswordResetInput, UsePasswordResetInput } from '@/lib/account/schemas';
import { request } from '@/lib/query/request';
import { useAction } from '@/lib/query/use-action';

/** Asks for a link. The answer says nothing of whether there is an account. */
export const useAskPasswordReset = () =>
  useAction({
    mutationFn: (body: AskPasswordResetInput) => request('/password-resets', { method: 'POST', body }),
  });

export const useSetPassword = () =>
  useAction({
    mutationFn: (body: UsePasswordResetInput) => request<void>('/password-resets/use', { method: 'POST', body }),
  });
