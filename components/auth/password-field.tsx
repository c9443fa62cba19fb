'use client';

import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';

interface PasswordFieldProps {
  name?: string;
  label?: string;
  value: string;
  onChange: (value: string) => void;
  autoComplete: 'new-password' | 'current-password';
  error?: string | undefined;
  hint?: React.ReactNode;
}

/** A password that can be looked at while it is typed; pasting and password managers are welcome. */
export function PasswordField({
  name = 'password',
  label = 'Password',
  value,
  onChange,
  autoComplete,
  error,
  hint,
}: PasswordFieldProps) {
  const [visible, setVisible] = useState(false);
  const Icon = visible ? EyeOff : Eye;
  return (
    <Field label={label} error={error} hint={hint}>
      <div className="relative">
        <Input
          type={visible ? 'text' : 'password'}
          name={name}
          autoComplete={autoComplete}
          spellCheck={false}
          required
          maxLength={128}
          value={value}
          onValueChange={onChange}
          className="pr-11"
        />
        <button
          type="button"
          onClick={() => setVisible(!visible)}
          aria-label={`Show ${label.toLowerCase()}`}
          aria-pressed={visible}
          className="absolute top-1/2 right-1 flex size-8 -translate-y-1/2 items-center justify-center rounded-sm text-muted-foreground hover:text-foreground"
        >
          <Icon className="size-4" aria-hidden="true" />
        </button>
      </div>
    </Field>
  );
}
