'use client';

import { ChevronRight } from 'lucide-react';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { AuthFields } from './auth-fields';
import type { ServerDraft } from './server-draft';

interface ServerFieldsProps {
  draft: ServerDraft;
  onChange: (part: Partial<ServerDraft>) => void;
  errors: Record<string, string>;
  /** What is stored already, when a server is edited; values are never shown. */
  storedAuth: string | null;
  /** The built-in server has no address to edit. */
  lockUrl?: boolean;
}

/** What describes a server, for adding and for editing one. */
export function ServerFields({ draft, onChange, errors, storedAuth, lockUrl = false }: ServerFieldsProps) {
  return (
    <>
      <Field label="Name" error={errors.name}>
        <Input
          name="name"
          autoFocus
          required
          autoComplete="off"
          placeholder="GitHub"
          value={draft.name}
          onValueChange={(name) => onChange({ name })}
        />
      </Field>
      {!lockUrl && (
        <Field label="URL" error={errors.url} hint="The address of its Streamable HTTP endpoint.">
          <Input
            name="url"
            type="url"
            inputMode="url"
            required
            autoComplete="off"
            spellCheck={false}
            placeholder="https://mcp.example.com/mcp"
            className="font-mono"
            value={draft.url}
            onValueChange={(url) => onChange({ url })}
          />
        </Field>
      )}
      {!lockUrl && <AuthFields draft={draft} onChange={onChange} errors={errors} storedAuth={storedAuth} />}
      <details className="group rounded-lg border" open={errors.prefix || errors.timeout_ms ? true : undefined}>
        <summary className="flex min-h-10 list-none items-center gap-2 rounded-lg px-3.5 font-medium text-base [&::-webkit-details-marker]:hidden">
          <ChevronRight
            className="size-4 text-muted-foreground transition-transform group-open:rotate-90"
            aria-hidden="true"
          />
          Advanced
        </summary>
        <div className="grid gap-5 border-t p-3.5 sm:grid-cols-2">
          <Field
            label="Tool prefix"
            optional
            error={errors.prefix}
            hint="Tools appear as prefix__tool. Left empty, the server’s slug is used."
          >
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
          <Field label="Timeout in seconds" error={errors.timeout_ms} hint="How long one call may take, 1 to 600.">
            <Input
              name="timeout"
              inputMode="numeric"
              autoComplete="off"
              className="tabular-nums"
              value={draft.timeoutSeconds}
              onValueChange={(timeoutSeconds) => onChange({ timeoutSeconds })}
            />
          </Field>
        </div>
      </details>
    </>
  );
}
