import { useSearchParams } from 'next/navigation';
import { type CallView, queryOf, viewOf } from './call-view';

/** A part that is undefined is taken away. */
type Change = { [name in keyof CallView]?: string | undefined };

/** What the address asks to be shown. Changing it replaces the address: going back leads to the page before, not to each filter. */
export function useCallView(): [CallView, (part: Change) => void] {
  const view = viewOf(useSearchParams());
  const change = (part: Change) => {
    // As the address is now: two changes may come between two renders.
    const next = Object.entries({ ...viewOf(new URLSearchParams(window.location.search)), ...part });
    const query = queryOf(Object.fromEntries(next.filter(([, value]) => value !== undefined)) as CallView);
    window.history.replaceState(null, '', `${window.location.pathname}${query === '' ? '' : `?${query}`}`);
  };
  return [view, change];
}
