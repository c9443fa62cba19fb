import { useRef } from 'react';

/**
 * Gives the focus back when a dialog closes: to what opened it, or to the page's heading once that is gone. A dialog that is not
 * opened by a trigger of its own cannot know it: when it looks, the field in it has the focus already.
 */
export function useReturnFocus() {
  const opener = useRef<HTMLButtonElement>(null);
  const isGoing = useRef(false);
  return {
    /** For the button that opens the dialog, wherever it stands at the moment. */
    opener,
    /** To be called when what was done takes the opener away, which may happen a moment after the dialog has closed. */
    expectGone: () => {
      isGoing.current = true;
    },
    finalFocus: (): HTMLElement | true => {
      const button = isGoing.current ? null : opener.current;
      return button ?? document.querySelector<HTMLElement>('#main h1') ?? true;
    },
  };
}
