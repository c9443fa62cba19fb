'use client';

import { type RefObject, useEffect, useEffectEvent, useState } from 'react';
import { SearchInput } from '@/components/ui/search-input';
import { findPasted, type Pasted } from './pasted-token';

interface TokenSearchProps {
  /** What is searched for at the moment. */
  value: string;
  onSearch: (text: string) => void;
  /** A secret was put in, which ends the search. It never stood in the field. */
  onPasted: (pasted: NonNullable<Pasted>) => void;
  inputRef: RefObject<HTMLInputElement | null>;
}

const pauseMs = 250;

/** Searches by name and hint. A whole token is taken out of the field before it can be in it, and handed on to be hashed. */
export function TokenSearch({ value, onSearch, onPasted, inputRef }: TokenSearchProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const search = useEffectEvent((text: string) => {
    onSearch(text);
    setTyped(null);
  });
  useEffect(() => {
    if (typed === null) return;
    const timer = setTimeout(() => search(typed), pauseMs);
    return () => clearTimeout(timer);
  }, [typed]);

  /** @returns whether the text held a secret */
  const take = (text: string): boolean => {
    const pasted = findPasted(text);
    if (pasted === null) return false;
    setTyped(null);
    onPasted(pasted);
    return true;
  };
  return (
    <SearchInput
      inputRef={inputRef}
      label="Search tokens by name or hint"
      shortcut="/"
      placeholder="Search, or paste a token"
      spellCheck={false}
      maxLength={400}
      value={typed ?? value}
      onPaste={(event) => take(event.clipboardData.getData('text')) && event.preventDefault()}
      onChange={(text) => take(text) || setTyped(text.slice(0, 100))}
    />
  );
}
