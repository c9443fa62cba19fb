'use client';

import { CircleCheck, TriangleAlert } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { useServers } from '@/components/servers/use-servers';
import { useTools } from '@/components/tools/use-tools';
import { ErrorLine } from '@/components/ui/error-line';
import { Field } from '@/components/ui/field';
import { SegmentedRadio } from '@/components/ui/segmented-radio';
import { Switch } from '@/components/ui/switch';
import { Textarea } from '@/components/ui/textarea';
import type { Tool } from '@/lib/servers/schemas';
import { type AccessDraft, entriesOf, idlePatterns, wouldGrant } from './access-draft';
import { counted } from './scope-text';

interface AccessFieldsProps {
  slug: string;
  draft: AccessDraft;
  onChange: (part: Partial<AccessDraft>) => void;
  errors: Record<string, string>;
}

/** All of the workspace, or a part of it with a look at what that part is. */
export function AccessFields({ slug, draft, onChange, errors }: AccessFieldsProps) {
  const { data: tools } = useTools(slug);
  return (
    <div className="grid grid-cols-1 gap-4">
      <div className="grid gap-2">
        <SegmentedRadio
          legend="Access"
          value={draft.isNarrowed ? 'narrowed' : 'all'}
          onChange={(value) => onChange({ isNarrowed: value === 'narrowed' })}
          options={[
            { value: 'all', label: 'All tools' },
            { value: 'narrowed', label: 'Narrowed' },
          ]}
        />
        {!draft.isNarrowed && (
          <p className="text-muted-foreground text-sm">
            Every tool of the workspace, also of servers that are added later.
          </p>
        )}
      </div>
      {draft.isNarrowed && (
        <div className="grid grid-cols-1 gap-5 rounded-lg border bg-background p-4">
          <ServerChoice slug={slug} draft={draft} onChange={onChange} error={errorUnder(errors, 'scope.servers')} />
          <PatternField
            label="Only tools that match"
            text={draft.allow}
            onChange={(allow) => onChange({ allow })}
            error={errorUnder(errors, 'scope.allow')}
            tools={tools}
            placeholder="github__*"
            hint={
              <>
                One pattern a line, held against <code className="font-mono">server__tool</code>;{' '}
                <code className="font-mono">*</code> stands for anything. Empty means every tool.
              </>
            }
          />
          <PatternField
            label="Never tools that match"
            text={draft.deny}
            onChange={(deny) => onChange({ deny })}
            error={errorUnder(errors, 'scope.deny')}
            tools={tools}
            placeholder="*__delete_*"
            hint="These win over the ones above. Both hold for prompts and resources too."
          />
          <ReadOnly draft={draft} onChange={onChange} />
          <Field
            label="Address ranges"
            optional
            error={errorUnder(errors, 'scope.addresses')}
            hint="Clients from elsewhere are refused. One address or range a line."
          >
            <Textarea
              name="addresses"
              rows={2}
              spellCheck={false}
              autoComplete="off"
              placeholder="203.0.113.0/24"
              className="min-h-0 scroll-mb-36 font-mono sm:text-sm"
              value={draft.addresses}
              onChange={(event) => onChange({ addresses: event.target.value })}
            />
          </Field>
          <Preview draft={draft} tools={tools} />
        </div>
      )}
    </div>
  );
}

/** Entries of a list are refused one by one; the field is one. */
const errorUnder = (errors: Record<string, string>, path: string): string | undefined =>
  errors[Object.keys(errors).find((key) => key === path || key.startsWith(`${path}.`)) ?? ''];

interface ServerChoiceProps extends Pick<AccessFieldsProps, 'slug' | 'draft' | 'onChange'> {
  error: string | undefined;
}

function ServerChoice({ slug, draft, onChange, error }: ServerChoiceProps) {
  const { data: servers = [] } = useServers(slug);
  const known = servers.map((server) => ({ slug: server.slug, name: server.name }));
  const gone = draft.servers.filter((chosen) => servers.every((server) => server.slug !== chosen));
  const all = [...known, ...gone.map((one) => ({ slug: one, name: `${one} (removed)` }))];
  const choose = (one: string, isChosen: boolean) =>
    onChange({ servers: isChosen ? [...draft.servers, one] : draft.servers.filter((other) => other !== one) });
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 font-medium text-base">Servers</legend>
      {all.length === 0 ? (
        <p className="text-muted-foreground text-sm">The workspace has no servers yet.</p>
      ) : (
        <div className="flex flex-wrap gap-2">
          {all.map((server) => (
            <label
              key={server.slug}
              className="flex min-h-8 min-w-0 cursor-pointer items-center gap-2 rounded-md border bg-surface px-2.5 text-sm transition-colors hover:border-border-strong has-checked:border-accent has-checked:bg-accent-subtle has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2"
            >
              <input
                type="checkbox"
                className="size-3.5 accent-accent outline-none"
                checked={draft.servers.includes(server.slug)}
                onChange={(event) => choose(server.slug, event.target.checked)}
              />
              <span className="min-w-0 break-words">{server.name}</span>
            </label>
          ))}
        </div>
      )}
      {error && <ErrorLine text={error} />}
      <p className="text-muted-foreground text-sm" aria-live="polite">
        {draft.servers.length === 0
          ? 'None chosen: all servers, also those that are added later.'
          : `Only ${draft.servers.length === 1 ? 'this one' : `these ${draft.servers.length}`}; servers that are added later stay out.`}
      </p>
    </fieldset>
  );
}

interface PatternFieldProps {
  label: string;
  text: string;
  onChange: (text: string) => void;
  error: string | undefined;
  tools: Tool[] | undefined;
  placeholder: string;
  hint: ReactNode;
}

function PatternField({ label, text, onChange, error, tools, placeholder, hint }: PatternFieldProps) {
  const idle = tools === undefined ? [] : idlePatterns(text, tools);
  return (
    <div className="grid gap-1.5">
      <Field label={label} optional error={error} hint={hint}>
        <Textarea
          rows={2}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="none"
          placeholder={placeholder}
          className="min-h-0 scroll-mb-36 font-mono sm:text-sm"
          value={text}
          onChange={(event) => onChange(event.target.value)}
        />
      </Field>
      {idle.length > 0 && error === undefined && (
        <p className="flex items-start gap-1.5 text-sm text-warning" aria-live="polite">
          <TriangleAlert className="mt-[3px] size-3.5 shrink-0" aria-hidden="true" />
          <span className="min-w-0 break-words">
            Matches no tool today: <code className="font-mono">{idle.join(', ')}</code>
          </span>
        </p>
      )}
    </div>
  );
}

function ReadOnly({ draft, onChange }: Pick<AccessFieldsProps, 'draft' | 'onChange'>) {
  const hint = useId();
  return (
    <div className="flex items-start justify-between gap-4">
      <div className="grid gap-0.5">
        <p className="font-medium text-base">Read only</p>
        <p id={hint} className="text-muted-foreground text-sm">
          Only tools whose server says that they change nothing.
        </p>
      </div>
      <Switch label="Read only" checked={draft.readOnly} onChange={(readOnly) => onChange({ readOnly })} />
    </div>
  );
}

const previewMax = 200;

/** How much of the workspace is left, and what. */
function Preview({ draft, tools }: { draft: AccessDraft; tools: Tool[] | undefined }) {
  if (tools === undefined) return null;
  const granted = tools.filter((tool) => wouldGrant(draft, tool));
  const isWhole = granted.length === tools.length;
  const narrowsNothing =
    draft.servers.length === 0 &&
    !draft.readOnly &&
    entriesOf(`${draft.allow} ${draft.deny} ${draft.addresses}`).length === 0;
  return (
    <div className="sticky bottom-0 -mx-4 -mb-4 grid gap-2 rounded-b-lg border-t bg-background px-4 py-3">
      <p
        className="flex items-center gap-2 font-medium text-base tabular-nums"
        aria-live="polite"
        data-testid="preview"
      >
        {granted.length > 0 || tools.length === 0 ? (
          <CircleCheck className="size-4 shrink-0 text-success" aria-hidden="true" />
        ) : (
          <TriangleAlert className="size-4 shrink-0 text-warning" aria-hidden="true" />
        )}
        {isWhole ? `All ${counted(tools.length, 'tool')}` : `${granted.length} of ${counted(tools.length, 'tool')}`}
      </p>
      {narrowsNothing && (
        <p className="text-muted-foreground text-sm">Nothing is narrowed yet: this grants the whole workspace.</p>
      )}
      {granted.length > 0 && !isWhole && (
        <ul
          aria-label="Tools that it would see"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must scroll by keyboard.
          tabIndex={0}
          className="flex max-h-19 flex-wrap gap-1.5 overflow-y-auto rounded-sm"
        >
          {granted.slice(0, previewMax).map(({ name }) => (
            <li key={name} className="break-all rounded-sm border bg-surface px-1.5 font-mono text-xs leading-5">
              {name}
            </li>
          ))}
          {granted.length > previewMax && (
            <li className="text-muted-foreground text-xs leading-6">and {granted.length - previewMax} more</li>
          )}
        </ul>
      )}
    </div>
  );
}
