'use client';

import { Lock, Plus, X } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { SegmentedRadio } from '@/components/ui/segmented-radio';
import type { HeaderRow, ServerDraft } from './server-draft';

interface AuthFieldsProps {
  draft: ServerDraft;
  onChange: (part: Partial<ServerDraft>) => void;
  errors: Record<string, string>;
  storedAuth: string | null;
}

/** How the gateway proves itself to the server. Values go in and never come out again. */
export function AuthFields({ draft, onChange, errors, storedAuth }: AuthFieldsProps) {
  const { authType } = draft;
  return (
    <div className="grid gap-3">
      <SegmentedRadio
        legend="Credentials"
        value={authType}
        onChange={(next) => onChange({ authType: next })}
        options={[
          ...(storedAuth === null ? [] : [{ value: 'keep' as const, label: 'Keep stored' }]),
          { value: 'none', label: 'None' },
          { value: 'bearer', label: 'Bearer token' },
          { value: 'headers', label: 'Headers' },
        ]}
      />
      {authType === 'keep' && (
        <p className="flex items-start gap-2 text-muted-foreground text-sm">
          <Lock className="mt-[3px] size-3.5 shrink-0" aria-hidden="true" />
          {storedAuth}, stored encrypted and never shown. Choose another kind to replace or remove it.
        </p>
      )}
      {authType === 'bearer' && (
        <Field label="Bearer token" error={errors['auth.token']} hint="Stored encrypted; it is never shown again.">
          <Input
            type="password"
            name="bearer"
            autoComplete="off"
            spellCheck={false}
            required
            className="font-mono"
            value={draft.bearer}
            onValueChange={(bearer) => onChange({ bearer })}
          />
        </Field>
      )}
      {authType === 'headers' && (
        <HeaderRows rows={draft.headers} onChange={(headers) => onChange({ headers })} errors={errors} />
      )}
    </div>
  );
}

interface HeaderRowsProps {
  rows: HeaderRow[];
  onChange: (rows: HeaderRow[]) => void;
  errors: Record<string, string>;
}

function HeaderRows({ rows, onChange, errors }: HeaderRowsProps) {
  const edit = (id: number, part: Partial<HeaderRow>) =>
    onChange(rows.map((row) => (row.id === id ? { ...row, ...part } : row)));
  const error = Object.entries(errors).find(([path]) => path.startsWith('auth.headers'))?.[1];
  return (
    <div className="grid gap-2">
      {rows.map((row, index) => (
        <div
          key={row.id}
          className="grid grid-cols-[minmax(0,1fr)_2.25rem] gap-2 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)_2.25rem]"
        >
          <Input
            aria-label={`Name of header ${index + 1}`}
            aria-invalid={error !== undefined || undefined}
            autoComplete="off"
            spellCheck={false}
            placeholder="X-Api-Key"
            className="font-mono"
            value={row.name}
            onValueChange={(name) => edit(row.id, { name })}
          />
          <Input
            type="password"
            aria-label={`Value of header ${index + 1}`}
            autoComplete="off"
            placeholder="Value"
            className="col-start-1 row-start-2 font-mono sm:col-start-2 sm:row-start-1"
            value={row.value}
            onValueChange={(value) => edit(row.id, { value })}
          />
          <Button
            type="button"
            variant="ghost"
            size="icon"
            aria-label={`Remove header ${index + 1}`}
            disabled={rows.length === 1}
            className="text-muted-foreground"
            onClick={() => onChange(rows.filter(({ id }) => id !== row.id))}
          >
            <X aria-hidden="true" />
          </Button>
        </div>
      ))}
      {error && <p className="text-danger text-sm">{error}</p>}
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="text-muted-foreground text-sm">Values are stored encrypted; they are never shown again.</p>
        <Button
          type="button"
          variant="secondary"
          size="small"
          onClick={() => onChange([...rows, { id: Math.max(...rows.map(({ id }) => id)) + 1, name: '', value: '' }])}
        >
          <Plus aria-hidden="true" />
          Add header
        </Button>
      </div>
    </div>
  );
}
