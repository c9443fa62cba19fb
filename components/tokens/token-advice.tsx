import { Gauge, GitBranch, RefreshCw, UserRound } from 'lucide-react';
import type { ReactNode } from 'react';

const advice: { icon: typeof Gauge; title: string; text: ReactNode }[] = [
  {
    icon: UserRound,
    title: 'One token per client',
    text: 'Give each client, member or integration its own. Then you can revoke one without disrupting the others.',
  },
  {
    icon: GitBranch,
    title: 'Never commit a token',
    text: (
      <>
        Add <code className="rounded-sm border bg-surface px-1 font-mono text-xs">mwt_*</code> patterns to your{' '}
        <code className="font-mono text-xs">.gitignore</code>. A token opens whatever it may reach to anybody who has
        it.
      </>
    ),
  },
  {
    icon: Gauge,
    title: '120 requests a minute, per token',
    text: 'Need more? Use several tokens and distribute requests across them, or separate workspaces for high-volume tools.',
  },
  {
    icon: RefreshCw,
    title: 'Rotate in four steps',
    text: 'Rotate makes a new token and lets the old one work on. Switch the client, verify that it works, end the old one.',
  },
];

/** What one should know when making a token, beside the place where it is made. */
export function TokenAdvice() {
  return (
    <ul className="grid gap-4">
      {advice.map(({ icon: Icon, title, text }) => (
        <li key={title} className="flex gap-3">
          <Icon className="mt-0.5 size-4 shrink-0 text-accent" aria-hidden="true" />
          <div className="grid gap-0.5">
            <p className="font-medium text-base">{title}</p>
            <p className="text-pretty text-muted-foreground text-sm">{text}</p>
          </div>
        </li>
      ))}
    </ul>
  );
}
