import { useSearchParams } from 'next/navigation';
import { type AuditView, queryOf, viewOf } from './audit-view';

/** What the address asks to be shown. Changing it replaces the address: going back leads to the page before, not to each filter. */
export function useAuditView(): [AuditView, (part: Partial<AuditView>) => void] {
  const view = viewOf(useSearchParams());
  const change = (part: Partial<AuditView>) => {
    const current = viewOf(new URLSearchParams(window.location.search));
    window.history.replaceState(null, '', `${window.location.pathname}${queryOf({ ...current, ...part })}`);
  };
  return [view, change];
}
