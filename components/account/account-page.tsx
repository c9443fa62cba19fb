'use client';

import { LogOut } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { themes, useThemeChoice } from '@/components/shell/themes';
import { useSignOut } from '@/components/shell/use-sign-out';
import { Button } from '@/components/ui/button';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { SegmentedRadio } from '@/components/ui/segmented-radio';
import { ApiKeys } from './api-keys';
import { DeleteAccount } from './delete-account';
import { PasswordSection } from './password-section';
import { Profile } from './profile';
import { Sessions } from './sessions';
import { SignInMethods } from './sign-in-methods';
import { useAccount } from './use-account';

export function AccountPage({ mailIsOn }: { mailIsOn: boolean }) {
  const { data: account } = useAccount();
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
      {account && <Profile account={account} mailIsOn={mailIsOn} />}
      {account && <PasswordSection account={account} />}
      <Section title="Appearance" actions={<ThemeChoice />} />
      <SignInMethods />
      <ApiKeys />
      <Sessions />
      {account && <DeleteAccount account={account} />}
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
