import { KeyRound, LogIn } from 'lucide-react';

/** How to come by the link whose code makes the first account. */
export function WhereToFindIt() {
  return (
    <ol className="grid gap-3 rounded-xl border bg-surface p-5 text-base">
      <li className="flex gap-3">
        <KeyRound className="mt-0.5 size-4 shrink-0 text-muted-foreground" aria-hidden="true" />
        <span>
          Look at the terminal in which <code className="font-mono text-sm">npm start</code> runs. It shows a link that
          ends in <code className="font-mono text-sm">/setup#code=…</code>
        </span>
      </li>
      <li className="flex gap-3">
        <LogIn className="mt-0.5 size-4 shrink-0 text-muted-foreground" aria-hidden="true" />
        <span>Open that link, whole, in this browser. It is shown at every start until the account exists.</span>
      </li>
    </ol>
  );
}
