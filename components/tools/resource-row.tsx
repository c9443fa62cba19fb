import { Badge } from '@/components/ui/badge';
import { CopyButton } from '@/components/ui/copy-button';
import type { Resource } from '@/lib/servers/schemas';

/** A resource, or a template of resources, under its server's own URI. */
export function ResourceRow({ resource }: { resource: Resource }) {
  const { uri, name, title, description, mime_type: mimeType } = resource;
  return (
    <li className="flex items-start gap-2 px-4 py-3.5 sm:px-5">
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <h3 className="break-all font-medium font-mono text-base tracking-normal">{uri}</h3>
          {resource.is_template && <Badge>Template</Badge>}
          {!resource.enabled && <Badge>Disabled</Badge>}
        </div>
        <p className="mt-1 break-words text-base text-muted-foreground">
          {[title ?? name, mimeType].filter(Boolean).join(' · ')}
        </p>
        {description !== '' && (
          <p className="mt-1 max-w-prose whitespace-pre-line break-words text-base text-muted-foreground">
            {description}
          </p>
        )}
      </div>
      <CopyButton value={uri} subject={`the URI ${uri}`} variant="ghost" className="text-muted-foreground" />
    </li>
  );
}
