import { useEffect, useEffectEvent, useRef } from 'react';

/**
 * While `active`, the ways out of a page that the page cannot see ask first: reload and closing through the browser's own
 * question, the back button through `onLeave`.
 */
export function useLeaveGuard(active: boolean, onLeave: () => void): void {
  useEffect(() => {
    if (!active) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [active]);

  useBackButton(onLeave);

  useEffect(() => {
    // A page that the browser keeps for going back must not come up again with a secret on it.
    const forget = (event: PageTransitionEvent) => event.persisted && window.location.reload();
    window.addEventListener('pageshow', forget);
    return () => window.removeEventListener('pageshow', forget);
  }, []);
}

/** A second history entry for the same page: going back leads from it to the first one, and the page is still here to ask. */
function useBackButton(onBack: () => void) {
  const back = useEffectEvent(onBack);
  const hasEntry = useRef(false);
  const removal = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    const here = window.location.href;
    const addEntry = () => {
      window.history.pushState(window.history.state, '', here);
      hasEntry.current = true;
    };
    const onPopState = () => {
      hasEntry.current = false;
      back();
      // Whoever stays is asked again next time.
      if (window.location.href === here) addEntry();
    };
    clearTimeout(removal.current);
    if (!hasEntry.current) addEntry();
    window.addEventListener('popstate', onPopState);
    return () => {
      window.removeEventListener('popstate', onPopState);
      // Later, because React may run this effect twice in a row; then the entry is still wanted.
      removal.current = setTimeout(() => {
        if (hasEntry.current && window.location.href === here) window.history.back();
      });
    };
  }, []);
}
