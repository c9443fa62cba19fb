import { Search } from 'lucide-react';
import type { ComponentProps, RefObject } from 'react';
import { Input } from './input';

interface SearchInputProps extends Pick<ComponentProps<typeof Input>, 'maxLength' | 'spellCheck' | 'onPaste'> {
  /** What it looks through, for people who do not see what stands around it. */
  label: string;
  placeholder: string;
  value: string;
  onChange: (text: string) => void;
  /** The key that leads here, where the page has one. */
  shortcut?: string;
  inputRef?: RefObject<HTMLInputElement | null>;
}

export function SearchInput({ label, value, onChange, shortcut, inputRef, ...props }: SearchInputProps) {
  return (
    <div className="relative w-full sm:max-w-xs">
      <Search
        className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-muted-foreground"
        aria-hidden="true"
      />
      <Input
        {...props}
        ref={inputRef}
        type="search"
        aria-label={label}
        aria-keyshortcuts={shortcut}
        autoComplete="off"
        className="pl-9"
        value={value}
        onValueChange={onChange}
      />
    </div>
  );
}
