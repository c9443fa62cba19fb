import type { ReactNode } from 'react';
import { Wordmark } from '@/components/brand/logo';

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <div className="grid min-h-dvh grid-rows-[auto_1fr] px-5 py-6 sm:px-8">
      <header>
        <Wordmark />
      </header>
      <main className="flex items-start justify-center py-10 sm:items-center">
        <div className="w-full max-w-sm">{children}</div>
      </main>
    </div>
  );
}
