'use client';

import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { Badge } from '@/components/ui/badge';
import { cn } from '@/components/ui/class-names';
import { CopyButton } from '@/components/ui/copy-button';
import type { Tool } from '@/lib/servers/schemas';
import { ToolSchema } from './tool-schema';

/** Opened, it has the whole description and the parameters. What a server says about itself is text, never markup. */
export function ToolRow({ tool }: { tool: Tool }) {
  const [open, setOpen] = useState(false);
  const panel = `details-${tool.name}`;
  return (
    <li className="px-4 py-3.5 sm:px-5">
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
            <h3 className="break-all font-medium font-mono text-base tracking-normal">{tool.name}</h3>
            {tool.title && <span className="min-w-0 break-words text-base text-muted-foreground">{tool.title}</span>}
            {!tool.enabled && <Badge>Disabled</Badge>}
          </div>
          <p
            className={cn(
              'mt-1 max-w-prose whitespace-pre-line break-words text-base text-muted-foreground',
              !open && 'line-clamp-3',
            )}
          >
            {tool.description || 'The server gives no description.'}
          </p>
        </div>
        <CopyButton
          value={tool.name}
          subject={`the name ${tool.name}`}
          variant="ghost"
          className="text-muted-foreground"
        />
      </div>
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
