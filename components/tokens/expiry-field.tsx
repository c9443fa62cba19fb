'use client';

import { ScrollText } from 'lucide-react';
import { useId } from 'react';
import { cn } from '@/components/ui/class-names';
import { ErrorLine } from '@/components/ui/error-line';
import { Input, inputClasses } from '@/components/ui/input';
import { useNow } from '@/components/ui/time';
import type { TokenPolicy } from '@/lib/workspaces/schemas';
import { type Expiry, type ExpiryUnit, expirySeconds, expiryUnits, policyText, presetsWithin } from './expiry';

interface ExpiryFieldProps {
  value: Expiry;
  onChange: (value: Expiry) => void;
  error: string | undefined;
  policy: TokenPolicy;
  legend?: string;
}

/** The recommended lifetimes with the use each is for, as far as the workspace's policy admits them, and one's own. */
export function ExpiryField({ value, onChange, error, policy, legend = 'Expiry' }: ExpiryFieldProps) {
  const name = useId();
  const demand = policyText(policy);
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 font-medium text-base">{legend}</legend>
      {demand && (
        <p className="flex items-start gap-1.5 text-muted-foreground text-sm">
          <ScrollText className="mt-[3px] size-3.5 shrink-0" aria-hidden="true" />
          {demand} Its owner has set this.
        </p>
      )}
      <div className="grid grid-cols-2 gap-2 sm:grid-cols-3">
        {presetsWithin(policy).map(({ label, use, seconds }) => (
          <Choice
            key={label}
            name={name}
            label={label}
            use={use}
            checked={value.kind === 'preset' && value.seconds === seconds}
            onChoose={() => onChange({ kind: 'preset', seconds })}
          />
        ))}
        <Choice
          name={name}
          label="Custom"
          use="A duration or a date"
          checked={value.kind !== 'preset'}
          onChoose={() => onChange({ kind: 'in', amount: '7', unit: 'days' })}
        />
      </div>
      {value.kind !== 'preset' && <Custom value={value} onChange={onChange} isInvalid={error !== undefined} />}
      {error && <ErrorLine text={error} />}
      <Outcome value={value} />
    </fieldset>
  );
}

interface ChoiceProps {
  name: string;
  label: string;
  use: string;
  checked: boolean;
  onChoose: () => void;
}

function Choice({ name, label, use, checked, onChoose }: ChoiceProps) {
  return (
    <label className="grid cursor-pointer content-start gap-0.5 rounded-lg border bg-surface px-3 py-2 transition-colors hover:border-border-strong has-checked:border-accent has-checked:bg-accent-subtle has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2">
      <input type="radio" className="sr-only" name={name} checked={checked} onChange={onChoose} />
      <span className="font-medium text-base">{label}</span>
      <span className="text-muted-foreground text-xs">{use}</span>
    </label>
  );
}

const unitNames = Object.keys(expiryUnits) as ExpiryUnit[];

function Custom({
  value,
  onChange,
  isInvalid,
}: {
  value: Expiry;
  onChange: (value: Expiry) => void;
  isInvalid: boolean;
}) {
  const kind = value.kind === 'at' ? 'at' : value.kind === 'in' ? value.unit : 'days';
  const choose = (chosen: string) => {
    const unit = unitNames.find((known) => known === chosen);
    if (unit === undefined) onChange({ kind: 'at', localTime: '' });
    else onChange({ kind: 'in', amount: value.kind === 'in' ? value.amount : '7', unit });
  };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_8.5rem] gap-2">
      {value.kind === 'at' ? (
        <Input
          type="datetime-local"
          aria-label="Expires at"
          aria-invalid={isInvalid || undefined}
          value={value.localTime}
          onValueChange={(localTime) => onChange({ kind: 'at', localTime })}
        />
      ) : (
        <Input
          inputMode="decimal"
          aria-label="Expires in"
          aria-invalid={isInvalid || undefined}
          autoComplete="off"
          className="tabular-nums"
          value={value.kind === 'in' ? value.amount : ''}
          onValueChange={(amount) => value.kind === 'in' && onChange({ ...value, amount })}
        />
      )}
      <select
        aria-label="Unit of the expiry"
        className={cn(inputClasses, 'pr-2')}
        value={kind}
        onChange={(event) => choose(event.target.value)}
      >
        {unitNames.map((unit) => (
          <option key={unit} value={unit}>
            {unit}
          </option>
        ))}
        <option value="at">on a date</option>
      </select>
    </div>
  );
}

const local = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });
const utc = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });

/** The moment itself, in the reader's time and in UTC; a line that is always there, so that nothing moves. */
function Outcome({ value }: { value: Expiry }) {
  const now = useNow();
  return (
    <p className="min-h-5 text-muted-foreground text-sm tabular-nums" aria-live="polite">
      {outcomeText(value, now)}
    </p>
  );
}

function outcomeText(value: Expiry, now: number): string {
  const seconds = expirySeconds(value, now);
  if (seconds === null) return 'Works until it is revoked.';
  const date = new Date(now + seconds * 1000);
  if (Number.isNaN(date.getTime())) return 'Enter when it should stop working.';
  const [here, inUtc] = [local.format(date), utc.format(date)];
  return here === inUtc ? `Stops working ${inUtc} UTC.` : `Stops working ${here} (${inUtc} UTC).`;
}
