'use client';

import { useId } from 'react';

interface SegmentedRadioProps<Value extends string> {
  legend: string;
  /** Some places have the legend beside them already. */
  hideLegend?: boolean;
  value: Value;
  onChange: (value: Value) => void;
  options: readonly { value: Value; label: string }[];
}

/** A few exclusive choices in one row: native radio buttons, so arrow keys and forms work as people expect. */
export function SegmentedRadio<Value extends string>(props: SegmentedRadioProps<Value>) {
  const name = useId();
  return (
    <fieldset>
      <legend className={props.hideLegend ? 'sr-only' : 'mb-1.5 font-medium text-base'}>{props.legend}</legend>
      <div className="inline-flex max-w-full flex-wrap rounded-lg border bg-sunken p-0.5">
        {props.options.map(({ value, label }) => (
          <label
            key={value}
            className="flex h-8 cursor-pointer items-center whitespace-nowrap rounded-md border border-transparent px-3 font-medium text-muted-foreground text-sm transition-colors hover:text-foreground has-checked:border-border has-checked:bg-surface has-checked:text-foreground has-checked:shadow-sm has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              className="sr-only"
              name={name}
              value={value}
              checked={props.value === value}
              onChange={() => props.onChange(value)}
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
