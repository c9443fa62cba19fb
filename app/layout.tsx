import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { AppProviders } from '@/components/shell/app-providers';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Aerostack', template: '%s · Aerostack' },
  description: 'One URL for your team’s MCP servers, and tokens that can be revoked at once.',
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fbfbfc' },
    { media: '(prefers-color-scheme: dark)', color: '#0e0f12' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  return (
    // The theme's class is set before React wakes up.
    <html lang="en" suppressHydrationWarning>
      <body className="font-sans">
        <AppProviders nonce={nonce} renderedAt={Date.now()}>
          <div id="app">{children}</div>
        </AppProviders>
      </body>
    </html>
  );
}
