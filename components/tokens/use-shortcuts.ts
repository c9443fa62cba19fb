import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';

const storageKey = 'aerostack-single-keys';
const listeners = new Set<() => void>();

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Single keys can be switched off: whoever speaks to the computer would press them by talking (WCAG 2.1.4). */
export function useSingleKeys(): [boolean, (isOn: boolean) => void] {
  const isOn = useSyncExternalStore(
    subscribe,
    () => localStorage.getItem(storageKey) !== 'off',
    () => true,
  );
  const set = (next: boolean) => {
    if (next) localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, 'off');
    for (const notify of listeners) notify();
  };
  return [isOn, set];
}

/** Does what belongs to a key, unless somebody is typing or looking at a dialog or menu. */
export function useShortcuts(actions: Record<string, () => void>): void {
  const [isOn] = useSingleKeys();
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isElsewhere(event.target)) return;
    const action = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (action === undefined) return;
    event.preventDefault();
    action();
  });
  useEffect(() => {
    if (!isOn) return;
    const listen = (event: KeyboardEvent) => press(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [isOn]);
}

const typing = 'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]';
/** Toasts call themselves dialogs, but take nothing away from the page; what is on its way out gives it back. */
const above = ':is([role=dialog], [role=alertdialog], [role=menu]):not([aria-modal=false], [data-closed])';

const isElsewhere = (target: EventTarget | null): boolean =>
  (target instanceof Element && target.closest(typing) !== null) || document.querySelector(above) !== null;
