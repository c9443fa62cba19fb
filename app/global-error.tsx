'use client';

import './globals.css';

/** The last resort: the layout itself failed, so nothing of it can be used. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = typeof error === 'object' && error !== null && 'digest' in error ? String(error.digest) : null;
  return (
    <html lang="en">
      <body className="font-sans">
        <title>Aerostack has a problem</title>
        <main className="flex min-h-dvh flex-col items-center justify-center gap-4 px-6 text-center">
          <h1 className="font-semibold text-2xl">Aerostack has a problem</h1>
          <p className="max-w-md text-base text-muted-foreground">The page could not be made. Nothing was changed.</p>
          {digest && <p className="font-mono text-muted-foreground text-sm">Reference {digest}</p>}
          <button
            type="button"
            onClick={retry}
            className="h-9 rounded-md bg-primary px-4 font-medium text-primary-foreground"
          >
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
