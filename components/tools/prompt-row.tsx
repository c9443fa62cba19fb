import { Badge } from '@/components/ui/badge';
import { CopyButton } from '@/components/ui/copy-button';
import type { Prompt } from '@/lib/servers/schemas';

/** A prompt and what it asks for. What a server says about itself is text, never markup. */
export function PromptRow({ prompt }: { prompt: Prompt }) {
  return (
    <li className="flex items-start gap-2 px-4 py-3.5 sm:px-5">
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <h3 className="break-all font-medium font-mono text-base tracking-normal">{prompt.name}</h3>
          {prompt.title && <span className="min-w-0 break-words text-base text-muted-foreground">{prompt.title}</span>}
          {!prompt.enabled && <Badge>Disabled</Badge>}
        </div>
        <p className="mt-1 max-w-prose whitespace-pre-line break-words text-base text-muted-foreground">
          {prompt.description || 'The server gives no description.'}
        </p>
        {prompt.arguments.length > 0 && (
          <ul className="mt-2 flex flex-wrap gap-1.5" aria-label={`Arguments of ${prompt.name}`}>
            {prompt.arguments.map(({ name, description, required }) => (
              <li
                key={name}
                title={description}
                className="break-all rounded-md border bg-sunken px-2 py-0.5 font-mono text-sm"
              >
                {name}
                {!required && <span className="font-sans text-muted-foreground"> optional</span>}
              </li>
            ))}
          </ul>
        )}
      </div>
      <CopyButton
        value={prompt.name}
        subject={`the name ${prompt.name}`}
        variant="ghost"
        className="text-muted-foreground"
      />
    </li>
  );
}
