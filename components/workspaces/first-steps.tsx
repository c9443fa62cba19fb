'use client';

import { ChevronRight, CircleCheck, KeyRound, Plug, Server } from 'lucide-react';
import { Fragment } from 'react';
import { useServers } from '@/components/servers/use-servers';
import { cn } from '@/components/ui/class-names';

const steps = [
  { icon: Server, title: 'Add servers', text: 'Any MCP server with a URL, or the built‑in demo' },
  { icon: KeyRound, title: 'Create a token', text: 'One for each client; it is shown once' },
  { icon: Plug, title: 'Connect a client', text: 'Paste one block and see the first call arrive' },
];

/** The way from nothing to the first call, as a picture; in a workspace it marks what is done. */
export function FirstSteps({ slug }: { slug?: string }) {
  return slug === undefined ? <Steps done={0} /> : <WorkspaceSteps slug={slug} />;
}

function WorkspaceSteps({ slug }: { slug: string }) {
  const { data: servers } = useServers(slug);
  return <Steps done={servers !== undefined && servers.length > 0 ? 1 : 0} />;
}

/** `done`: how many steps, from the first on, need no doing any more. */
function Steps({ done }: { done: number }) {
  return (
    <ol className="mt-7 grid w-full gap-3 text-left sm:flex sm:items-stretch sm:gap-2">
      {steps.map(({ icon, title, text }, index) => {
        const isDone = index < done;
        const Icon = isDone ? CircleCheck : icon;
        return (
          <Fragment key={title}>
            {index > 0 && (
              <li aria-hidden="true" className="hidden items-center text-border-strong sm:flex">
                <ChevronRight className="size-4" />
              </li>
            )}
            <li className="flex flex-1 items-start gap-3 rounded-lg border bg-background p-3.5 sm:flex-col sm:gap-2.5">
              <span
                className={cn(
                  'flex size-7 shrink-0 items-center justify-center rounded-md',
                  isDone ? 'bg-success-subtle text-success' : 'bg-accent-subtle text-accent',
                )}
              >
                <Icon className="size-4" aria-hidden="true" />
              </span>
              <span className="grid gap-0.5">
                <span className="font-medium text-base text-foreground">
                  {title}
                  {isDone && <span className="font-normal text-muted-foreground text-sm"> (done)</span>}
                </span>
                <span className="text-pretty text-sm">{text}</span>
              </span>
            </li>
          </Fragment>
        );
      })}
    </ol>
  );
}
