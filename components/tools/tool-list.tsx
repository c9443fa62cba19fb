'use client';

import { FileText, MessageSquareText, Wrench } from 'lucide-react';
import type { Route } from 'next';
import { useState } from 'react';
import { useServers } from '@/components/servers/use-servers';
import { ButtonLink } from '@/components/ui/button-link';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { SegmentedRadio } from '@/components/ui/segmented-radio';
import { EntryList } from './entry-list';
import { PromptRow } from './prompt-row';
import { ResourceRow } from './resource-row';
import { ToolRow } from './tool-row';
import { usePrompts, useResources, useTools } from './use-tools';

type Kind = 'tools' | 'prompts' | 'resources';

/** What clients see. The choice of a kind is there once a server offers more than tools. */
export function ToolList({ slug }: { slug: string }) {
  const [kind, setKind] = useState<Kind>('tools');
  const { data: servers = [] } = useServers(slug);
  const hasMore = servers.some(({ capabilities }) =>
    capabilities.some((one) => one === 'prompts' || one === 'resources'),
  );
  return (
    <div className="grid grid-cols-1 gap-6">
      <PageHeader
        title="Tools"
        description={`Exactly what a connected client sees: the ${hasMore ? 'tools, prompts and resources' : 'tools'} of all enabled servers in one flat list.`}
      />
      {hasMore && (
        <SegmentedRadio
          legend="What to show"
          hideLegend
          value={kind}
          onChange={setKind}
          options={[
            { value: 'tools', label: 'Tools' },
            { value: 'prompts', label: 'Prompts' },
            { value: 'resources', label: 'Resources' },
          ]}
        />
      )}
      {kind === 'tools' && <Tools slug={slug} />}
      {kind === 'prompts' && <Prompts slug={slug} />}
      {kind === 'resources' && <Resources slug={slug} />}
    </div>
  );
}

const textOf = ({ name, title, description }: { name: string; title?: string | undefined; description: string }) =>
  `${name} ${title ?? ''} ${description}`;

function Tools({ slug }: { slug: string }) {
  const { data, error } = useTools(slug);
  return (
    <EntryList
      slug={slug}
      entries={data}
      error={error}
      noun="tool"
      textOf={textOf}
      empty={
        <EmptyState
          icon={Wrench}
          title="No tools yet"
          actions={<ButtonLink href={`/workspaces/${slug}/servers` as Route}>Go to servers</ButtonLink>}
        >
          <p>Tools come from servers. Add one, or enable one that is switched off, and its tools appear here.</p>
        </EmptyState>
      }
    >
      {(tool) => <ToolRow key={tool.name} tool={tool} />}
    </EntryList>
  );
}

function Prompts({ slug }: { slug: string }) {
  const { data, error } = usePrompts(slug);
  return (
    <EntryList
      slug={slug}
      entries={data}
      error={error}
      noun="prompt"
      textOf={textOf}
      empty={
        <EmptyState icon={MessageSquareText} title="No prompts">
          <p>None of the servers lists a prompt.</p>
        </EmptyState>
      }
    >
      {(prompt) => <PromptRow key={prompt.name} prompt={prompt} />}
    </EntryList>
  );
}

function Resources({ slug }: { slug: string }) {
  const { data, error } = useResources(slug);
  return (
    <EntryList
      slug={slug}
      entries={data}
      error={error}
      noun="resource"
      textOf={(resource) => `${resource.uri} ${textOf(resource)}`}
      empty={
        <EmptyState icon={FileText} title="No resources">
          <p>None of the servers lists a resource.</p>
        </EmptyState>
      }
    >
      {(resource) => (
        <ResourceRow key={`${resource.server} ${resource.is_template} ${resource.uri}`} resource={resource} />
      )}
    </EntryList>
  );
}
