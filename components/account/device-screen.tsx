'use client';

import { ArrowRight } from 'lucide-react';
import { useState } from 'react';
import { Intro } from '@/components/auth/intro';
import { ButtonLink } from '@/components/ui/button-link';
import type { DecideDeviceLoginInput, DeviceLogin } from '@/lib/account/schemas';
import { DeviceCodeForm } from './device-code-form';
import { DeviceDecision } from './device-decision';

interface DeviceScreenProps {
  /** The address of whoever is signed in. */
  signedInAs: string;
  /** What stood in the link, or nothing. */
  code: string;
}

/** Where a person lets a terminal act for them: the code, what asks under it, the decision. */
export function DeviceScreen({ signedInAs, code }: DeviceScreenProps) {
  const [login, setLogin] = useState<DeviceLogin | null>(null);
  const [decision, setDecision] = useState<DecideDeviceLoginInput['decision'] | null>(null);
  if (decision !== null) return <Decided decision={decision} />;
  if (login !== null) return <DeviceDecision login={login} signedInAs={signedInAs} onDecided={setDecision} />;
  return (
    <>
      <Intro title="Sign in a terminal">
        You are signed in as <span className="[overflow-wrap:anywhere]">{signedInAs}</span>. Enter the code that{' '}
        <code className="font-mono text-sm">aerostack login</code> shows on your own screen.
      </Intro>
      <DeviceCodeForm code={code} onFound={setLogin} />
    </>
  );
}

function Decided({ decision }: { decision: DecideDeviceLoginInput['decision'] }) {
  return (
    <div role="status">
      {decision === 'approve' ? (
        <Intro title="Your terminal is signed in">
          Go back to it. Its API key is under Account → API keys, where you can end it.
        </Intro>
      ) : (
        <Intro title="Nothing was signed in">If you did not ask for this yourself, there is nothing more to do.</Intro>
      )}
      <ButtonLink href="/account" variant="secondary" size="large" className="w-full">
        Go to your account
        <ArrowRight aria-hidden="true" />
      </ButtonLink>
    </div>
  );
}
