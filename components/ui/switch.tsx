'use client';

import { Switch as BaseSwitch } from '@base-ui/react/switch';

/** The knob's place says it as well as the colour. The target is 24 px high, its picture 20 px. */
export function Switch(props: Omit<BaseSwitch.Root.Props, 'className'>) {
  return (
    <BaseSwitch.Root
      {...props}
      className="group inline-flex h-6 w-9 shrink-0 cursor-pointer items-center rounded-full data-disabled:cursor-not-allowed data-disabled:opacity-60"
    >
      <span className="flex h-5 w-9 items-center rounded-full bg-border-strong p-0.5 transition-colors group-data-checked:bg-accent">
        <BaseSwitch.Thumb className="size-4 rounded-full bg-surface shadow-sm transition-transform data-checked:translate-x-4" />
      </span>
    </BaseSwitch.Root>
  );
}
