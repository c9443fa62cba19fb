'use client';

import { ChevronRight } from 'lucide-react';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { SegmentedRadio } from '@/components/ui/segmented-radio';
import type { ServerDraft } from './server-draft';

interface AdvancedFieldsProps {
  draft: ServerDraft;
  onChange: (part: Partial<ServerDraft>) => void;
  errors: Record<string, string>;
}

const paths = ['prefix', 'timeout_ms', 'connect_timeout_ms', 'total_timeout_ms', 'concurrency_max'];

const prefixHints = {
  slug: 'Tools and prompts appear as prefix__name, with the server’s slug in front.',
  own: 'Tools and prompts appear as prefix__name.',
  none: 'Tools and prompts keep the server’s own names. A name that another server has already is refused.',
};

/** What most servers never need; it opens by itself when something in it was refused. */
export function AdvancedFields({ draft, onChange, errors }: AdvancedFieldsProps) {
  return (
    <details className="group rounded-lg border" open={paths.some((path) => errors[path]) ? true : undefined}>
      <summary className="flex min-h-10 list-none items-center gap-2 rounded-lg px-3.5 font-medium text-base [&::-webkit-details-marker]:hidden">
        <ChevronRight
          className="size-4 text-muted-foreground transition-transform group-open:rotate-90"
          aria-hidden="true"
        />
        Advanced
      </summary>
      <div className="grid gap-5 border-t p-3.5">
        <PrefixFields draft={draft} onChange={onChange} error={errors.prefix} />
        <div className="grid gap-5 sm:grid-cols-2">
          <NumberField
            label="Timeout in seconds"
            hint="Until an answer begins, and between two pieces of it: 1 to 600."
            error={errors.timeout_ms}
            value={draft.timeoutSeconds}
            onChange={(timeoutSeconds) => onChange({ timeoutSeconds })}
          />
          <NumberField
            label="Total timeout in seconds"
            hint="How long one call may take in all: 1 to 86400."
            error={errors.total_timeout_ms}
            value={draft.totalTimeoutSeconds}
            onChange={(totalTimeoutSeconds) => onChange({ totalTimeoutSeconds })}
          />
          <NumberField
            label="Connect timeout in seconds"
            hint="How long making a connection may take: 0.5 to 30."
            error={errors.connect_timeout_ms}
            value={draft.connectTimeoutSeconds}
            onChange={(connectTimeoutSeconds) => onChange({ connectTimeoutSeconds })}
          />
          <NumberField
            label="Requests at once"
            hint="All clients together, 1 to 1000; others wait."
            error={errors.concurrency_max}
            value={draft.concurrencyMax}
            onChange={(concurrencyMax) => onChange({ concurrencyMax })}
          />
        </div>
      </div>
    </details>
  );
}

function PrefixFields({ draft, onChange, error }: Omit<AdvancedFieldsProps, 'errors'> & { error: string | undefined }) {
  const { prefixKind } = draft;
  return (
    <div className="grid gap-3">
      <SegmentedRadio
        legend="Prefix of names"
        value={prefixKind}
        onChange={(next) => onChange({ prefixKind: next })}
        options={[
          { value: 'slug', label: 'Slug' },
          { value: 'own', label: 'Another' },
          { value: 'none', label: 'None' },
        ]}
      />
      {prefixKind === 'own' && (
        <Field label="Tool prefix" error={error} hint={prefixHints.own}>
          <Input
            name="prefix"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            className="font-mono"
            value={draft.prefix}
            onValueChange={(prefix) => onChange({ prefix })}
          />
        </Field>
      )}
      {prefixKind !== 'own' && (
        <p className="text-muted-foreground text-sm" aria-live="polite">
          {prefixHints[prefixKind]}
        </p>
      )}
      {prefixKind !== 'own' && error !== undefined && (
        <p className="text-danger text-sm" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

interface NumberFieldProps {
  label: string;
  hint: string;
  error: string | undefined;
  value: string;
  onChange: (value: string) => void;
}

function NumberField({ label, hint, error, value, onChange }: NumberFieldProps) {
  return (
    <Field label={label} error={error} hint={hint}>
      <Input inputMode="decimal" autoComplete="off" className="tabular-nums" value={value} onValueChange={onChange} />
    </Field>
  );
}
