'use client';

import { Button } from '@/components/ui/button';
import { Problem } from '@/components/ui/problem';
import { ProviderMark } from './provider-mark';
import { type Purpose, useProviderSignIn } from './use-provider-sign-in';

/** A sign-in provider that is set, as its button names it. */
export interface ShownProvider {
  id: string;
  name: string;
}

interface ProviderButtonsProps {
  providers: readonly ShownProvider[];
  purpose: Purpose;
  /** What the form that follows them wants instead. */
  instead: string;
}

/** A button for each provider that is set, in front of the form with a password; nothing where none is. */
export function ProviderButtons({ providers, purpose, instead }: ProviderButtonsProps) {
  const start = useProviderSignIn(purpose);
  if (providers.length === 0) return null;
  return (
    <div className="mb-6 grid gap-3">
      {start.error && <Problem error={start.error} />}
      {providers.map(({ id, name }) => (
        <Button
          key={id}
          variant="secondary"
          size="large"
          className="w-full"
          pending={start.isPending && start.variables === id}
          onClick={() => start.mutate(id)}
        >
          <ProviderMark provider={id} />
          <span className="truncate">Continue with {name}</span>
        </Button>
      ))}
      <p className="mt-3 flex items-center gap-3 text-muted-foreground text-sm before:h-px before:flex-1 before:bg-border after:h-px after:flex-1 after:bg-border">
        {instead}
      </p>
    </div>
  );
}
