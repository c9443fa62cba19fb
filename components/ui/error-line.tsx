import { CircleAlert } from 'lucide-react';

/** What is wrong with a group of controls; a single one says it through `Field`. */
export function ErrorLine({ text }: { text: string }) {
  return (
    <p role="alert" className="flex items-start gap-1.5 text-danger text-sm">
      <CircleAlert className="mt-[3px] size-3.5 shrink-0" aria-hidden="true" />
      {text}
    </p>
  );
}
