'use client';

interface SwitchProps {
  label: string;
  checked: boolean;
  disabled?: boolean;
  onChange: (checked: boolean) => void;
}

/**
 * A native checkbox that acts as a switch: the policy for pages allows no style attributes, and with those the primitives
 * hide their inputs. The knob's place says the state as well as the colour.
 */
export function Switch({ label, checked, disabled = false, onChange }: SwitchProps) {
  return (
    <label className="relative inline-flex h-6 w-9 shrink-0 items-center">
      <input
        type="checkbox"
        role="switch"
        aria-label={label}
        aria-checked={checked}
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
        className="peer absolute inset-0 cursor-pointer appearance-none rounded-full disabled:cursor-progress"
      />
      <span className="pointer-events-none flex h-5 w-9 items-center rounded-full bg-border-strong p-0.5 transition-colors peer-checked:bg-accent peer-disabled:opacity-60 peer-checked:[&>span]:translate-x-4">
        <span className="size-4 rounded-full bg-surface shadow-sm transition-transform" />
      </span>
    </label>
  );
}
