import { useEffect, useEffectEvent } from 'react';

/**
 * While `active`, the ways out of a page that the page cannot see ask first: reload and closing through the browser's own
 * question, the back button through `onLeave`. It asks once: whoever answers decides.
 */
export function useLeaveGuard(active: boolean, onLeave: () => void): void {
  const leave = useEffectEvent(onLeave);

  useEffect(() => {
    if (!active) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [active]);

  useEffect(() => {
    // A second entry for the same page: going back leads from it to the first one, and the page is still here to ask.
    const here = window.location.href;
    window.history.pushState(window.history.state, '', here);
    const onBack = () => leave();
    window.addEventListener('popstate', onBack);
    return () => window.removeEventListener('popstate', onBack);
  }, []);

  useEffect(() => {
    // A page that the browser keeps for going back must not come up again with a secret on it.
    const forget = (event: PageTransitionEvent) => event.persisted && window.location.reload();
    window.addEventListener('pageshow', forget);
    return () => window.removeEventListener('pageshow', forget);
  }, []);
}
