'use client';

import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { cn } from '@/components/ui/class-names';
import type { Tool } from '@/lib/servers/schemas';
import { EntryHead } from './entry-head';
import { ToolSchema } from './tool-schema';

/** Opened, it has the whole description and the parameters. */
export function ToolRow({ tool }: { tool: Tool }) {
  const [open, setOpen] = useState(false);
  const panel = `details-${tool.name}`;
  return (
    <li className="px-4 py-3.5 sm:px-5">
      <EntryHead name={tool.name} called="name" title={tool.title} enabled={tool.enabled}>
        <p
          className={cn(
            'mt-1 max-w-prose whitespace-pre-line break-words text-base text-muted-foreground',
            !open && 'line-clamp-3',
          )}
        >
          {tool.description || 'The server gives no description.'}
        </p>
      </EntryHead>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={panel}
        onClick={() => setOpen(!open)}
        className="-ml-1.5 mt-1.5 flex h-7 items-center gap-1 rounded-md px-1.5 font-medium text-muted-foreground text-sm hover:bg-hover hover:text-foreground"
      >
        <ChevronRight className={cn('size-3.5 transition-transform', open && 'rotate-90')} aria-hidden="true" />
        Details
        <span className="sr-only"> of {tool.name}</span>
      </button>
      <div id={panel} hidden={!open} className="mt-2">
        {open && <ToolSchema name={tool.name} schema={tool.input_schema} />}
      </div>
    </li>
  );
}
