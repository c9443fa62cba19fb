'use client';

import { LogOut } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { themes, useThemeChoice } from '@/components/shell/themes';
import { useSignOut } from '@/components/shell/use-sign-out';
import { Button } from '@/components/ui/button';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { SegmentedRadio } from '@/components/ui/segmented-radio';
import type { Person } from '@/lib/account/schemas';
import { ApiKeys } from './api-keys';
import { Sessions } from './sessions';

export function AccountPage({ user }: { user: Person }) {
  const signOut = useSignOut();
  return (
    <div className="mx-auto grid max-w-3xl grid-cols-1 gap-6">
      <PageHeader
        title="Account"
        actions={
          <Button variant="secondary" pending={signOut.isPending} onClick={() => signOut.mutate()}>
            <LogOut aria-hidden="true" />
            Sign out
          </Button>
        }
      />
      <Section title="Profile">
        <dl className="grid gap-x-8 gap-y-3 p-5 text-base sm:grid-cols-[8rem_minmax(0,1fr)]">
          <dt className="text-muted-foreground">Name</dt>
          <dd className="break-words">{user.name}</dd>
          <dt className="text-muted-foreground">E-mail</dt>
          <dd className="break-all">{user.email}</dd>
        </dl>
      </Section>
      <Section title="Appearance" actions={<ThemeChoice />} />
      <ApiKeys />
      <Sessions />
    </div>
  );
}

const subscribeToNothing = () => () => undefined;

/** What was chosen is known to the browser only, so the choice is marked once the page has woken up. */
function ThemeChoice() {
  const { theme, setTheme } = useThemeChoice();
  const isAwake = useSyncExternalStore(
    subscribeToNothing,
    () => true,
    () => false,
  );
  return (
    <SegmentedRadio
      legend="Theme"
      hideLegend
      value={isAwake ? theme : ''}
      onChange={setTheme}
      options={themes.map(({ value, label }) => ({ value, label }))}
    />
  );
}
