import type { Prompt } from '@/lib/servers/schemas';
import { EntryHead } from './entry-head';

/** A prompt and what it asks for. */
export function PromptRow({ prompt }: { prompt: Prompt }) {
  return (
    <li className="px-4 py-3.5 sm:px-5">
      <EntryHead name={prompt.name} called="name" title={prompt.title} enabled={prompt.enabled}>
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
      </EntryHead>
    </li>
  );
}
