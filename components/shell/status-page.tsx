import type { ReactNode } from 'react';
import { Wordmark } from '@/components/brand/logo';

interface StatusPageProps {
  code: string;
  title: string;
  children: ReactNode;
  actions: ReactNode;
}

/** A page that stands alone: nothing found, something broken. */
export function StatusPage({ code, title, children, actions }: StatusPageProps) {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center px-6 py-16 text-center">
      <Wordmark />
      <p className="mt-12 font-mono text-muted-foreground text-sm">{code}</p>
      <h1 className="mt-2 font-semibold text-2xl">{title}</h1>
      <div className="mt-2 max-w-md text-pretty text-base text-muted-foreground">{children}</div>
      <div className="mt-8 flex flex-wrap justify-center gap-2">{actions}</div>
    </main>
  );
}
