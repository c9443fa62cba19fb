import { Circle, CircleCheck } from 'lucide-react';
import { cn } from '@/components/ui/class-names';
import { passwordFault } from '@/lib/account/password-rules';

const lengthMin = 12;

interface PasswordRulesProps {
  password: string;
  owner: { email: string; name: string };
}

/** What makes a password good enough, ticked off while it is typed: the same rules that the API applies. */
export function PasswordRules({ password, owner }: PasswordRulesProps) {
  const isLong = password.length >= lengthMin;
  const missing = password === '' ? '' : ` (${lengthMin - password.length} to go)`;
  const fault = isLong ? passwordFault(password, owner) : null;
  return (
    <span className="grid gap-0.5 pt-0.5">
      <Rule met={isLong}>
        At least {lengthMin} characters{isLong ? '' : missing}
      </Rule>
      <Rule met={isLong && fault === null}>{fault ?? 'Hard to guess; a few unrelated words work well'}</Rule>
    </span>
  );
}

function Rule({ met, children }: { met: boolean; children: React.ReactNode }) {
  const Icon = met ? CircleCheck : Circle;
  return (
    <span className={cn('flex items-start gap-1.5 tabular-nums', met && 'text-success')}>
      <Icon className="mt-[3px] size-3.5 shrink-0" aria-hidden="true" />
      <span>
        {children}
        {met && <span className="sr-only">: met</span>}
      </span>
    </span>
  );
}
