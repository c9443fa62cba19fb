import { useSearchParams } from 'next/navigation';
import { queryOf, type TokenView, viewOf } from './token-view';

/** What the address asks to be shown. Changing it replaces the address: going back leads to the page before, not to each filter. */
export function useTokenView(): [TokenView, (part: Partial<TokenView>) => void] {
  const view = viewOf(useSearchParams());
  const change = (part: Partial<TokenView>) =>
    // As the address is now: two changes may come between two renders.
    window.history.replaceState(
      null,
      '',
      `${window.location.pathname}${queryOf({ ...viewOf(new URLSearchParams(window.location.search)), ...part })}`,
    );
  return [view, change];
}
