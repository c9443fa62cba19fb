'use client';

import { Lock } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { ChoiceCards } from '@/components/ui/choice-cards';
import { Problem } from '@/components/ui/problem';
import { Section } from '@/components/ui/section';
import { toast } from '@/components/ui/toaster';
import type { Workspace } from '@/lib/workspaces/schemas';
import { useUpdateWorkspace } from './use-workspaces';

const choices = [
  {
    value: 'full',
    label: 'Everything',
    text: 'Owners and admins see which tools each person calls, when, and how it ended.',
  },
  {
    value: 'counts',
    label: 'Counts only',
    text: 'Owners and admins see how many calls each person makes on which days, how many failed, and when the last one was. Not which tools, and not the single calls.',
  },
] as const;

const description =
  'Everybody sees their own calls, whatever is chosen here. Members see nobody else’s. Arguments and results are stored only of servers that an owner has recorded.';

/** What owners and admins see of other people's calls. The owner's to decide; admins see what holds. */
export function UsagePrivacySection({ workspace }: { workspace: Workspace }) {
  return (
    <Section title="Privacy" description={description}>
      {workspace.role === 'owner' ? <PrivacyForm workspace={workspace} /> : <PrivacyFacts workspace={workspace} />}
    </Section>
  );
}

function PrivacyForm({ workspace }: { workspace: Workspace }) {
  const [detail, setDetail] = useState(workspace.usage_detail);
  const update = useUpdateWorkspace(workspace.slug);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    update.mutate({ usage_detail: detail }, { onSuccess: () => toast.success('Privacy saved') });
  };
  return (
    <form onSubmit={submit}>
      <div className="grid gap-5 p-5">
        {update.isError && <Problem error={update.error} />}
        <ChoiceCards
          legend="What is seen of other people’s calls"
          value={detail}
          onChange={setDetail}
          options={choices}
        />
        <p className="text-pretty text-muted-foreground text-sm">
          Sums over the whole workspace, by tool, server and time, and the calls of tokens that belong to nobody, are
          shown to owners and admins either way.
        </p>
      </div>
      <div className="flex justify-end border-t bg-background px-5 py-3.5">
        <Button type="submit" pending={update.isPending} disabled={detail === workspace.usage_detail}>
          Save privacy
        </Button>
      </div>
    </form>
  );
}

function PrivacyFacts({ workspace }: { workspace: Workspace }) {
  const chosen = choices.find(({ value }) => value === workspace.usage_detail);
  return (
    <>
      <dl className="p-5 text-base">
        <dt className="text-muted-foreground text-sm">What is seen of other people’s calls</dt>
        <dd>
          {chosen?.label}. {chosen?.text}
        </dd>
      </dl>
      <p className="flex items-start gap-2 border-t bg-background px-5 py-3.5 text-muted-foreground text-sm">
        <Lock className="mt-[3px] size-3.5 shrink-0" aria-hidden="true" />
        Only an owner of the workspace may change this.
      </p>
    </>
  );
}
