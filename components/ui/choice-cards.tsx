'use client';

import { type ReactNode, useId } from 'react';

interface ChoiceCardsProps<Value extends string> {
  legend: string;
  value: Value;
  onChange: (value: Value) => void;
  options: readonly { value: Value; label: string; text: ReactNode }[];
}

/** A few exclusive choices whose consequences need a sentence each: native radio buttons. */
export function ChoiceCards<Value extends string>({ legend, value, onChange, options }: ChoiceCardsProps<Value>) {
  const name = useId();
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-2 font-medium text-base">{legend}</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {options.map((option) => (
          <label
            key={option.value}
            className="grid cursor-pointer content-start gap-0.5 rounded-lg border bg-surface px-3 py-2 transition-colors hover:border-border-strong has-checked:border-accent has-checked:bg-accent-subtle has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2"
          >
            <input
              type="radio"
              className="sr-only"
              name={name}
              checked={value === option.value}
              onChange={() => onChange(option.value)}
            />
            <span className="font-medium text-base">{option.label}</span>
            <span className="text-pretty text-muted-foreground text-sm">{option.text}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
