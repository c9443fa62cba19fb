'use client';

import { Lock } from 'lucide-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { durationText, type ExpiryUnit, expiryUnits } from '@/components/tokens/expiry';
import { Button } from '@/components/ui/button';
import { ChoiceCards } from '@/components/ui/choice-cards';
import { cn } from '@/components/ui/class-names';
import { Field } from '@/components/ui/field';
import { Input, inputClasses } from '@/components/ui/input';
import { Problem } from '@/components/ui/problem';
import { Section } from '@/components/ui/section';
import { Switch } from '@/components/ui/switch';
import { toast } from '@/components/ui/toaster';
import { useFieldErrors } from '@/components/ui/use-field-errors';
import { UpdateWorkspaceInput, type Workspace } from '@/lib/workspaces/schemas';
import { type PolicyDraft, policyDraftOf, policyInput } from './policy-draft';
import { useUpdateWorkspace } from './use-workspaces';

/** What tokens may be, and how much all of them together may ask. The owner's to decide; admins see what holds. */
export function TokenPolicySection({ workspace }: { workspace: Workspace }) {
  return workspace.role === 'owner' ? <PolicyForm workspace={workspace} /> : <PolicyFacts workspace={workspace} />;
}

function PolicyForm({ workspace }: { workspace: Workspace }) {
  const [draft, setDraft] = useState(() => policyDraftOf(workspace));
  const { form, errors, check, clear, showProblem } = useFieldErrors();
  const update = useUpdateWorkspace(workspace.slug);
  const isChanged = JSON.stringify(draft) !== JSON.stringify(policyDraftOf(workspace));
  const change = (part: Partial<PolicyDraft>) => {
    setDraft((before) => ({ ...before, ...part }));
    for (const path of Object.keys(errors)) clear(path);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const input = check(UpdateWorkspaceInput, policyInput(draft));
    if (input === null) return;
    update.mutate(input, {
      onSuccess: (saved) => {
        setDraft(policyDraftOf(saved));
        toast.success('Token policy saved', 'It holds for tokens that are made from now on.');
      },
      onError: showProblem,
    });
  };
  const isUnplaced = update.isError && Object.keys(errors).length === 0;
  return (
    <Section title="Tokens" description="Holds for tokens that are made from now on, whoever makes them.">
      <form ref={form} onSubmit={submit} noValidate>
        <div className="grid grid-cols-1 divide-y">
          {isUnplaced && (
            <div className="p-5">
              <Problem error={update.error} />
            </div>
          )}
          <div className="grid gap-3 p-5">
            <Setting
              title="Maximum lifetime"
              text="The longest that a token may live. None can be made without an expiry then."
            >
              <Switch
                label="Maximum lifetime"
                checked={draft.hasMaximum}
                onChange={(hasMaximum) => change({ hasMaximum })}
              />
            </Setting>
            {draft.hasMaximum && (
              <Lifetime draft={draft} onChange={change} error={errors['token_policy.max_lifetime']} />
            )}
          </div>
          {!draft.hasMaximum && (
            <div className="p-5">
              <Setting title="Expiry required" text="Whoever makes a token has to say when it ends.">
                <Switch
                  label="Expiry required"
                  checked={draft.expiryRequired}
                  onChange={(expiryRequired) => change({ expiryRequired })}
                />
              </Setting>
            </div>
          )}
          <div className="p-5">
            <OnLeak draft={draft} onChange={change} />
          </div>
          <div className="p-5">
            <Field
              label="Requests a minute, all tokens together"
              optional
              error={errors.rate_limit}
              hint="In any 60 seconds, beside the limit of each token. Empty means no such limit."
            >
              <Input
                name="rate_limit"
                inputMode="numeric"
                autoComplete="off"
                placeholder="No limit"
                className="max-w-40 tabular-nums"
                value={draft.rate}
                onValueChange={(rate) => change({ rate })}
              />
            </Field>
          </div>
        </div>
        <div className="flex justify-end border-t bg-background px-5 py-3.5">
          <Button type="submit" pending={update.isPending} disabled={!isChanged}>
            Save token policy
          </Button>
        </div>
      </form>
    </Section>
  );
}

interface PartProps {
  draft: PolicyDraft;
  onChange: (part: Partial<PolicyDraft>) => void;
}

function Lifetime({ draft, onChange, error }: PartProps & { error: string | undefined }) {
  return (
    <Field label="A token lives at most" error={error}>
      <div className="grid max-w-64 grid-cols-[minmax(0,1fr)_7rem] gap-2">
        <Input
          inputMode="decimal"
          autoComplete="off"
          className="tabular-nums"
          value={draft.amount}
          onValueChange={(amount) => onChange({ amount })}
        />
        <select
          aria-label="Unit of the maximum lifetime"
          className={cn(inputClasses, 'pr-2')}
          value={draft.unit}
          onChange={(event) => onChange({ unit: event.target.value as ExpiryUnit })}
        >
          {Object.keys(expiryUnits).map((unit) => (
            <option key={unit} value={unit}>
              {unit}
            </option>
          ))}
        </select>
      </div>
    </Field>
  );
}

const leakChoices = [
  {
    value: 'revoke',
    label: 'Revoke it at once',
    text: 'Nobody gets in with it from the moment it is reported. Its client stops, too.',
  },
  {
    value: 'notify',
    label: 'Only tell the owners',
    text: 'It goes on working until somebody acts. Choose this only where an outage costs more than a break-in.',
  },
] as const;

function OnLeak({ draft, onChange }: PartProps) {
  return (
    <ChoiceCards
      legend="When a token is reported as leaked"
      value={draft.onLeak}
      onChange={(onLeak) => onChange({ onLeak })}
      options={leakChoices}
    />
  );
}

function Setting({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <div className="flex items-start justify-between gap-6">
      <div className="grid gap-0.5">
        <p className="font-medium text-base">{title}</p>
        <p className="text-pretty text-muted-foreground text-sm">{text}</p>
      </div>
      {children}
    </div>
  );
}

function PolicyFacts({ workspace }: { workspace: Workspace }) {
  const { token_policy: policy, rate_limit } = workspace;
  const facts = [
    ['Maximum lifetime', policy.max_lifetime === null ? 'None' : durationText(policy.max_lifetime)],
    ['Expiry', policy.expiry_required || policy.max_lifetime !== null ? 'Required' : 'Not required'],
    [
      'When a token is reported as leaked',
      policy.on_leak === 'revoke' ? 'It is revoked at once' : 'The owners are told',
    ],
    ['Requests a minute, all tokens together', rate_limit === null ? 'No limit' : rate_limit.toLocaleString('en')],
  ] as const;
  return (
    <Section title="Tokens" description="What holds for tokens that are made from now on.">
      <dl className="grid gap-x-8 gap-y-4 p-5 text-base sm:grid-cols-2">
        {facts.map(([label, text]) => (
          <div key={label}>
            <dt className="text-muted-foreground text-sm">{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <p className="flex items-start gap-2 border-t bg-background px-5 py-3.5 text-muted-foreground text-sm">
        <Lock className="mt-[3px] size-3.5 shrink-0" aria-hidden="true" />
        Only an owner of the workspace may change these: they bind everybody, admins included.
      </p>
    </Section>
  );
}
