import { ChevronRight, KeyRound, Plug, Server } from 'lucide-react';
import { Fragment } from 'react';

const steps = [
  { icon: Server, title: 'Add servers', text: 'Any MCP server with a URL, or the built-in demo' },
  { icon: KeyRound, title: 'Create a token', text: 'One for each client; it is shown once' },
  { icon: Plug, title: 'Connect a client', text: 'Paste one block and see the first call arrive' },
];

/** The way from nothing to the first call, as a picture. */
export function FirstSteps() {
  return (
    <ol className="mt-7 grid w-full gap-3 text-left sm:flex sm:items-stretch sm:gap-2">
      {steps.map(({ icon: Icon, title, text }, index) => (
        <Fragment key={title}>
          {index > 0 && (
            <li aria-hidden="true" className="hidden items-center text-border-strong sm:flex">
              <ChevronRight className="size-4" />
            </li>
          )}
          <li className="flex flex-1 items-start gap-3 rounded-lg border bg-background p-3.5 sm:flex-col sm:gap-2.5">
            <span className="flex size-7 shrink-0 items-center justify-center rounded-md bg-accent-subtle text-accent">
              <Icon className="size-4" aria-hidden="true" />
            </span>
            <span className="grid gap-0.5">
              <span className="font-medium text-base text-foreground">{title}</span>
              <span className="text-pretty text-sm">{text}</span>
            </span>
          </li>
        </Fragment>
      ))}
    </ol>
  );
}
