import { useMutation } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import type { SetupInput } from '@/lib/account/schemas';
import { request } from '@/lib/query/request';

/** Makes the first account. No API key is issued: a browser has no use for one. */
export function useSetup() {
  return useMutation({
    mutationFn: (input: Omit<SetupInput, 'issue_api_key'>) =>
      request('/setup', { method: 'POST', body: { ...input, issue_api_key: false } }),
  });
}

let heldCode: string | null | undefined;

function readCode(): string | null {
  const fromAddress = new URLSearchParams(window.location.hash.slice(1)).get('code');
  if (fromAddress !== null) heldCode = fromAddress;
  heldCode ??= null;
  return heldCode;
}

function subscribe(listener: () => void) {
  const takeOut = () => {
    readCode();
    // The code is a secret: it must stay neither in the address bar nor in the history.
    if (window.location.hash !== '') window.history.replaceState(window.history.state, '', window.location.pathname);
    listener();
  };
  takeOut();
  window.addEventListener('hashchange', takeOut);
  return () => window.removeEventListener('hashchange', takeOut);
}

/** The one-time code of the set-up link; null when the link had none, undefined until the browser has told. */
export const useSetupCode = (): string | null | undefined =>
  useSyncExternalStore<string | null | undefined>(subscribe, readCode, () => undefined);
