import { ChevronRight } from 'lucide-react';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';

interface LimitFieldsProps {
  /** What was typed; empty for the usual rate. */
  rate: string;
  onChange: (rate: string) => void;
  /** Requests in any 60 seconds that every token may make. */
  usualRate: number;
  error: string | undefined;
  /** True where there is one already. */
  startOpen: boolean;
}

/** What most tokens never need; it opens by itself when something in it was refused. */
export function LimitFields({ rate, onChange, usualRate, error, startOpen }: LimitFieldsProps) {
  return (
    <details className="group rounded-lg border" open={error || startOpen ? true : undefined}>
      <summary className="flex min-h-10 list-none items-center gap-2 rounded-lg px-3.5 font-medium text-base [&::-webkit-details-marker]:hidden">
        <ChevronRight
          className="size-4 text-muted-foreground transition-transform group-open:rotate-90"
          aria-hidden="true"
        />
        Limits
      </summary>
      <div className="border-t p-3.5">
        <Field
          label="Requests a minute"
          optional
          error={error}
          hint={`In any 60 seconds. Empty means ${usualRate.toLocaleString('en')}, which every token has; a token may have fewer.`}
        >
          <Input
            name="rate_limit"
            inputMode="numeric"
            autoComplete="off"
            placeholder={String(usualRate)}
            className="max-w-40 tabular-nums"
            value={rate}
            onValueChange={onChange}
          />
        </Field>
      </div>
    </details>
  );
}

/** Null for the usual rate; what is no number stays one, so that the schema's own message is shown. */
export const rateInput = (text: string): number | null => (text.trim() === '' ? null : Number(text.trim()));
