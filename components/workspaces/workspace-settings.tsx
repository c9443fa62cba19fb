'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { PageHeader } from '@/components/ui/page-header';
import { Problem } from '@/components/ui/problem';
import { Section } from '@/components/ui/section';
import { Textarea } from '@/components/ui/textarea';
import { toast } from '@/components/ui/toaster';
import { useFieldErrors } from '@/components/ui/use-field-errors';
import { UpdateWorkspaceInput, type Workspace } from '@/lib/workspaces/schemas';
import { DeleteWorkspace } from './delete-workspace';
import { TokenPolicySection } from './token-policy';
import { TransferWorkspace } from './transfer-workspace';
import { UsagePrivacySection } from './usage-privacy';
import { useUpdateWorkspace, useWorkspace } from './use-workspaces';

export function WorkspaceSettings({ slug }: { slug: string }) {
  const { data: workspace } = useWorkspace(slug);
  return (
    <div className="grid max-w-3xl grid-cols-1 gap-6">
      <PageHeader
        title="Settings"
        description="What this workspace is called, what its tokens may be, what is seen of its calls, and its end."
      />
      {workspace.role === 'member' ? (
        <p className="text-base text-muted-foreground">Only owners and admins may change a workspace.</p>
      ) : (
        <>
          <GeneralForm workspace={workspace} />
          <TokenPolicySection workspace={workspace} />
          <UsagePrivacySection workspace={workspace} />
        </>
      )}
      {workspace.role === 'owner' && (
        <>
          <TransferWorkspace workspace={workspace} />
          <DeleteWorkspace workspace={workspace} />
        </>
      )}
    </div>
  );
}

function GeneralForm({ workspace }: { workspace: Workspace }) {
  const [name, setName] = useState(workspace.name);
  const [description, setDescription] = useState(workspace.description);
  const { form, errors, check, clear, showProblem } = useFieldErrors();
  const update = useUpdateWorkspace(workspace.slug);
  const isChanged = name !== workspace.name || description !== workspace.description;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const input = check(UpdateWorkspaceInput, { name, description });
    if (input === null) return;
    update.mutate(input, { onSuccess: () => toast.success('Settings saved'), onError: showProblem });
  };

  const isUnplaced = update.isError && Object.keys(errors).length === 0;
  return (
    <Section title="General">
      <form ref={form} onSubmit={submit} noValidate>
        <div className="grid gap-5 p-5">
          {isUnplaced && <Problem error={update.error} />}
          <Field label="Name" error={errors.name}>
            <Input
              name="name"
              autoComplete="off"
              required
              value={name}
              onValueChange={(value) => {
                setName(value);
                clear('name');
              }}
            />
          </Field>
          <Field label="Slug" hint="Permanent: every client that was configured uses it.">
            <div className="flex gap-2">
              <Input readOnly className="bg-sunken font-mono" value={workspace.slug} />
              <CopyButton value={workspace.slug} subject="slug" size="icon" />
            </div>
          </Field>
          <Field label="Description" optional error={errors.description}>
            <Textarea
              name="description"
              rows={3}
              value={description}
              onChange={(event) => {
                setDescription(event.target.value);
                clear('description');
              }}
            />
          </Field>
        </div>
        <div className="flex justify-end border-t bg-background px-5 py-3.5">
          <Button type="submit" pending={update.isPending} disabled={!isChanged}>
            Save changes
          </Button>
        </div>
      </form>
    </Section>
  );
}
