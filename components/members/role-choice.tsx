'use client';

import { useId } from 'react';
import type { Role } from '@/lib/workspaces/schemas';
import { roleNames, roleTexts } from './role-words';

interface RoleChoiceProps {
  value: Role;
  onChange: (role: Role) => void;
  options: readonly Role[];
}

/** Native radio buttons, each with what the role may do. */
export function RoleChoice({ value, onChange, options }: RoleChoiceProps) {
  const name = useId();
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-2 font-medium text-base">Role</legend>
      {options.map((role) => (
        <label
          key={role}
          className="grid cursor-pointer content-start gap-0.5 rounded-lg border bg-surface px-3 py-2 transition-colors hover:border-border-strong has-checked:border-accent has-checked:bg-accent-subtle has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2"
        >
          <input
            type="radio"
            className="sr-only"
            name={name}
            checked={value === role}
            onChange={() => onChange(role)}
          />
          <span className="font-medium text-base">{roleNames[role]}</span>
          <span className="text-pretty text-muted-foreground text-sm">{roleTexts[role]}</span>
        </label>
      ))}
    </fieldset>
  );
}
