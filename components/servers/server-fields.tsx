'use client';

import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { AdvancedFields } from './advanced-fields';
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
        <Field
          label="URL"
          error={errors.url}
          hint="The address of its MCP endpoint: Streamable HTTP, or the older HTTP+SSE."
        >
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
      <AdvancedFields draft={draft} onChange={onChange} errors={errors} />
    </>
  );
}
