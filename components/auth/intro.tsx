import type { ReactNode } from 'react';

/** What a page in front of the door is for. */
export function Intro({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="mb-7 grid gap-1.5">
      <h1 className="font-semibold text-2xl">{title}</h1>
      <p className="text-base text-muted-foreground">{children}</p>
    </div>
  );
}
