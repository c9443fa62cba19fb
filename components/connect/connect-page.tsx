'use client';

import { KeyRound, ListTree, ShieldCheck, Unplug } from 'lucide-react';
import type { Route } from 'next';
import { ButtonLink } from '@/components/ui/button-link';
import { CodeBlock } from '@/components/ui/code-block';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { useWorkspace } from '@/components/workspaces/use-workspaces';
import { environmentLine, verifyCommand } from '@/lib/connect/snippets';
import { ClientTabs } from './client-tabs';

const facts = [
  {
    icon: ListTree,
    title: 'One flat list of tools',
    text: 'The tools of all enabled servers, each named server__tool, in one MCP server.',
  },
  {
    icon: ShieldCheck,
    title: 'No credentials of yours',
    text: 'A client holds a token only. The servers’ own keys stay here, encrypted.',
  },
  {
    icon: Unplug,
    title: 'Failures that name their cause',
    text: 'A server that is down fails its own tools, with the reason and the next step. The others go on.',
  },
];

export function ConnectPage({ slug }: { slug: string }) {
  const { data: workspace } = useWorkspace(slug);
  const target = { slug, url: workspace.gateway_url, token: null };
  return (
    <div className="grid grid-cols-1 gap-8">
      <PageHeader
        title="Connect"
        description="Point any MCP client at this workspace. A new token fills these blocks in for you."
        actions={
          <ButtonLink href={`/workspaces/${slug}/tokens?new=1` as Route}>
            <KeyRound aria-hidden="true" />
            New token
          </ButtonLink>
        }
      />
      <div className="grid grid-cols-1 gap-3">
        <h2 className="font-semibold text-lg">Gateway URL</h2>
        <CodeBlock title="Streamable HTTP, every MCP revision" subject="the gateway URL" text={workspace.gateway_url} />
      </div>
      <div className="grid grid-cols-1 gap-3">
        <h2 className="font-semibold text-lg">Configure a client</h2>
        <p className="text-base text-muted-foreground">
          Put your token where <code className="font-mono text-foreground text-sm">mwt_REPLACE</code> stands.
        </p>
        <ClientTabs target={target} />
      </div>
      <div className="grid grid-cols-1 gap-3">
        <h2 className="font-semibold text-lg">Verify from a terminal</h2>
        <CodeBlock title="First, the token" subject="the variable" text={environmentLine(target)} />
        <CodeBlock title="Then list the tools" subject="the verification command" text={verifyCommand(target)} />
      </div>
      <Section title="What a client sees">
        <ul className="grid gap-5 p-5 md:grid-cols-3">
          {facts.map(({ icon: Icon, title, text }) => (
            <li key={title} className="grid content-start gap-1.5">
              <Icon className="size-4.5 text-accent" aria-hidden="true" />
              <p className="font-medium text-base">{title}</p>
              <p className="text-base text-muted-foreground">{text}</p>
            </li>
          ))}
        </ul>
      </Section>
    </div>
  );
}
