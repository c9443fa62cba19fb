import { useSyncExternalStore } from 'react';
import type { SetupInput } from '@/lib/account/schemas';
import { request } from '@/lib/query/request';
import { useAction } from '@/lib/query/use-action';

/** Makes the first account. No API key is issued: a browser has no use for one. */
export function useSetup() {
  return useAction({
    mutationFn: (input: Omit<SetupInput, 'issue_api_key'>) =>
      request('/setup', { method: 'POST', body: { ...input, issue_api_key: false } }),
  });
}

let heldCode: string | null | undefined;

function readCode(): string | null {
  const fromAddress = new URLSearchParams(window.location.hash.slice(1)).get('code');
  if (fromAddress !== null) heldCode = fromAddress;
  if (fromAddress !== null) keep(fromAddress);
  if (heldCode === undefined) heldCode = kept();
  return heldCode;
}

const storageKey = 'aerostack-setup-code';

/** For this tab only, so that reloading goes on; where the browser forbids it, the link has to be opened again. */
function keep(code: string) {
  try {
    window.sessionStorage.setItem(storageKey, code);
  } catch {}
}

function kept(): string | null {
  try {
    return window.sessionStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

/** Leaves nothing of the code in the tab's storage: it was used, or it is of no use. */
export function forgetSetupCode() {
  try {
    window.sessionStorage.removeItem(storageKey);
  } catch {}
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
