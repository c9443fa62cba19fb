import { useRef, useState } from 'react';
import { toast } from '@/components/ui/toaster';
import type { Token } from '@/lib/tokens/schemas';

/** As many as the API ends in one step, all or none. */
const selectionMax = 100;

/** Which rows are chosen, and which one the keyboard is at. */
export function useTokenSelection() {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const current = useRef<string | null>(null);
  const last = useRef<string | null>(null);

  const set = (changed: readonly Token[], isChosen: boolean) => {
    const next = new Set(ids);
    for (const { id, status } of changed) {
      if (isChosen && status !== 'revoked') next.add(id);
      else next.delete(id);
    }
    const kept = [...next].slice(0, selectionMax);
    if (kept.length < next.size) toast.error(`${selectionMax} tokens can be selected at once`);
    setIds(new Set(kept));
  };
  const choose = (rows: readonly Token[], id: string, isChosen: boolean, isRange: boolean) => {
    const to = rows.findIndex((row) => row.id === id);
    const before = isRange ? rows.findIndex((row) => row.id === last.current) : -1;
    const from = before < 0 ? to : before;
    set(rows.slice(Math.min(from, to), Math.max(from, to) + 1), isChosen);
    last.current = id;
    current.current = id;
  };
  return {
    ids,
    choose,
    chooseAll: set,
    clear: () => setIds(new Set()),
    keysFor: (rows: readonly Token[]) => {
      const at = () => rows.findIndex(({ id }) => id === (focusedRow() ?? current.current));
      const currentLink = () => linkOf(rows[at()]?.id ?? null);
      return {
        currentLink,
        /** To the row below or above; from nowhere to the first. */
        move: (step: 1 | -1) => {
          const next = rows[at() < 0 ? 0 : Math.min(Math.max(at() + step, 0), rows.length - 1)];
          if (next === undefined) return;
          current.current = next.id;
          linkOf(next.id)?.focus();
        },
        toggle: () => {
          const token = rows[at()];
          if (token) choose(rows, token.id, !ids.has(token.id), false);
        },
        withCurrent: (act: (token: Token, row: HTMLElement | null) => unknown) => {
          const token = rows[at()];
          if (token) act(token, linkOf(token.id));
        },
      };
    },
  };
}

const focusedRow = (): string | null =>
  document.activeElement?.closest('[data-token]')?.getAttribute('data-token') ?? null;

const linkOf = (id: string | null): HTMLElement | null =>
  id === null ? null : document.querySelector<HTMLElement>(`[data-token="${CSS.escape(id)}"] [data-token-link]`);
