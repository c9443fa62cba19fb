import { TriangleAlert } from 'lucide-react';
import { Intro } from '@/components/auth/intro';
import { Button } from '@/components/ui/button';
import { Problem } from '@/components/ui/problem';
import { Time } from '@/components/ui/time';
import type { DecideDeviceLoginInput, DeviceLogin } from '@/lib/account/schemas';
import { useDecideDeviceLogin } from './use-device-login';

interface DeviceDecisionProps {
  login: DeviceLogin;
  signedInAs: string;
  onDecided: (decision: DecideDeviceLoginInput['decision']) => void;
}

/** All that tells one's own terminal from a stranger's who sent a link (RFC 8628 §5.4), and what approving means. */
export function DeviceDecision({ login, signedInAs, onDecided }: DeviceDecisionProps) {
  const decide = useDecideDeviceLogin();
  const { user_code } = login;
  const press = (decision: DecideDeviceLoginInput['decision']) =>
    decide.mutate({ user_code, decision }, { onSuccess: () => onDecided(decision) });
  const pressed = decide.isPending ? decide.variables?.decision : undefined;
  return (
    <>
      <Intro title="Is this your terminal?">Compare the code with the one on your own screen, letter by letter.</Intro>
      <Asking login={login} />
      <p className="mb-4 flex gap-2.5 text-pretty text-base">
        <TriangleAlert className="mt-0.5 size-4 shrink-0 text-warning" aria-hidden="true" />
        <span>
          Approve only if you have just run <code className="font-mono text-sm">aerostack login</code> yourself. Whoever
          sent you a code or a link to this page would act in your name.
        </span>
      </p>
      <p className="mb-6 text-pretty text-muted-foreground text-sm">
        It gets an API key, “<span className="[overflow-wrap:anywhere]">{login.key_name}</span>”, and with it may do all
        that <span className="[overflow-wrap:anywhere]">{signedInAs}</span> may do, in every workspace, until you end
        the key under Account → API keys.
      </p>
      <div className="grid gap-3">
        {decide.error && <Problem error={decide.error} />}
        <Button
          size="large"
          pending={pressed === 'approve'}
          disabled={decide.isPending}
          onClick={() => press('approve')}
        >
          Approve
        </Button>
        <Button
          size="large"
          variant="secondary"
          pending={pressed === 'deny'}
          disabled={decide.isPending}
          onClick={() => press('deny')}
        >
          Deny
        </Button>
      </div>
    </>
  );
}

function Asking({ login }: { login: DeviceLogin }) {
  return (
    <section
      aria-label="What asks"
      className="mb-5 grid gap-3.5 rounded-xl border bg-surface px-4 py-4 text-base shadow-sm"
    >
      <p className="text-center font-mono font-semibold text-2xl tracking-widest">{login.user_code}</p>
      <dl className="grid grid-cols-[5rem_minmax(0,1fr)] gap-x-3 gap-y-1.5">
        <dt className="text-muted-foreground">Machine</dt>
        <dd className="[overflow-wrap:anywhere]">
          {login.machine}
          <span className="block text-muted-foreground text-sm">as it calls itself</span>
        </dd>
        <dt className="text-muted-foreground">Address</dt>
        <dd className="[overflow-wrap:anywhere]">
          {login.address}
          <span className="block text-muted-foreground text-sm">
            {login.same_address ? 'the same as this browser’s' : 'another than this browser’s'}
          </span>
        </dd>
        <dt className="text-muted-foreground">Asked</dt>
        <dd>
          <Time iso={login.asked_at} />
        </dd>
      </dl>
    </section>
  );
}
