import type { ReactNode } from 'react';
import { Badge } from '@/components/ui/badge';
import { CopyButton } from '@/components/ui/copy-button';

interface EntryHeadProps {
  /** What clients ask for it by: copied as it is. */
  name: string;
  /** What `name` is, for people who do not see it: "name", "URI". */
  called: string;
  title?: string | null;
  isTemplate?: boolean;
  enabled: boolean;
  children: ReactNode;
}

/** How a tool, a prompt and a resource begin alike. What a server says about itself is text, never markup. */
export function EntryHead({ name, called, title, isTemplate = false, enabled, children }: EntryHeadProps) {
  return (
    <div className="flex items-start gap-2">
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <h3 className="break-all font-medium font-mono text-base tracking-normal">{name}</h3>
          {title && <span className="min-w-0 break-words text-base text-muted-foreground">{title}</span>}
          {isTemplate && <Badge>Template</Badge>}
          {!enabled && <Badge>Disabled</Badge>}
        </div>
        {children}
      </div>
      <CopyButton value={name} subject={`the ${called} ${name}`} variant="ghost" className="text-muted-foreground" />
    </div>
  );
}
