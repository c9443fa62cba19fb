'use client';

import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClientProvider } from '@tanstack/react-query';
import { ThemeProvider } from 'next-themes';
import { type ReactNode, useState } from 'react';
import { RenderedAt } from '@/components/ui/time';
import { ToastProvider } from '@/components/ui/toaster';
import { TooltipProvider } from '@/components/ui/tooltip';
import { makeQueryClient } from '@/lib/query/query-client';

interface AppProvidersProps {
  /** The page's, for the few elements that carry code or style of their own. */
  nonce: string | undefined;
  /** Unix milliseconds on the server. */
  renderedAt: number;
  children: ReactNode;
}

export function AppProviders({ nonce, renderedAt, children }: AppProvidersProps) {
  const [queryClient] = useState(() => makeQueryClient(goToSignIn));
  return (
    <ThemeProvider
      attribute="class"
      defaultTheme="system"
      enableColorScheme={false}
      disableTransitionOnChange
      {...(nonce === undefined ? {} : { nonce })}
    >
      <CSPProvider nonce={nonce}>
        <QueryClientProvider client={queryClient}>
          <TooltipProvider delay={350}>
            <ToastProvider>
              <RenderedAt value={renderedAt}>{children}</RenderedAt>
            </ToastProvider>
          </TooltipProvider>
        </QueryClientProvider>
      </CSPProvider>
    </ThemeProvider>
  );
}

/** The session was ended elsewhere. A full load, so that nothing of it stays in memory. */
function goToSignIn() {
  const { pathname, search } = window.location;
  if (pathname !== '/sign-in') window.location.assign(`/sign-in?callbackUrl=${encodeURIComponent(pathname + search)}`);
}
