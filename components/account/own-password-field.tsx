import { PasswordField } from '@/components/auth/password-field';
import type { Account } from '@/lib/account/schemas';

interface OwnPasswordFieldProps {
  account: Account;
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
}

/** Proof that it is the person themselves. An account without a password has another one, which the server asks for. */
export function OwnPasswordField({ account, value, onChange, error }: OwnPasswordFieldProps) {
  if (!account.has_password) {
    return (
      <p className="text-pretty text-muted-foreground text-sm">
        Your account has no password, so this works within 10 minutes of signing in.
      </p>
    );
  }
  return (
    <PasswordField
      name="current_password"
      label="Current password"
      value={value}
      onChange={onChange}
      autoComplete="current-password"
      error={error}
    />
  );
}
