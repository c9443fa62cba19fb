import type { Resource } from '@/lib/servers/schemas';
import { EntryHead } from './entry-head';

/** A resource, or a template of resources, under its server's own URI. */
export function ResourceRow({ resource }: { resource: Resource }) {
  const { uri, name, title, description, mime_type: mimeType } = resource;
  return (
    <li className="px-4 py-3.5 sm:px-5">
      <EntryHead name={uri} called="URI" isTemplate={resource.is_template} enabled={resource.enabled}>
        <p className="mt-1 break-words text-base text-muted-foreground">
          {[title ?? name, mimeType].filter(Boolean).join(' · ')}
        </p>
        {description !== '' && (
          <p className="mt-1 max-w-prose whitespace-pre-line break-words text-base text-muted-foreground">
            {description}
          </p>
        )}
      </EntryHead>
    </li>
  );
}
