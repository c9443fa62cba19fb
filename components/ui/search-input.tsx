import { Search } from 'lucide-react';
import { Input } from './input';

interface SearchInputProps {
  /** What it looks through, for people who do not see what stands around it. */
  label: string;
  placeholder: string;
  value: string;
  onChange: (text: string) => void;
}

export function SearchInput({ label, placeholder, value, onChange }: SearchInputProps) {
  return (
    <div className="relative w-full sm:max-w-xs">
      <Search
        className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-muted-foreground"
        aria-hidden="true"
      />
      <Input
        type="search"
        aria-label={label}
        placeholder={placeholder}
        autoComplete="off"
        className="pl-9"
        value={value}
        onValueChange={onChange}
      />
    </div>
  );
}
