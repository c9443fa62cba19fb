import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Problem } from '@/components/ui/problem';
import { useFieldErrors } from '@/components/ui/use-field-errors';
import { type DeviceLogin, LookAtDeviceLoginInput } from '@/lib/account/schemas';
import { useLookAtDeviceLogin } from './use-device-login';

/** A code from a link is filled in and still looked up by a press only. */
export function DeviceCodeForm({ code, onFound }: { code: string; onFound: (login: DeviceLogin) => void }) {
  const [typed, setTyped] = useState(code);
  const { form, errors, check, clear, showProblem } = useFieldErrors();
  const look = useLookAtDeviceLogin();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const input = check(LookAtDeviceLoginInput, { user_code: typed.trim() });
    if (input !== null) look.mutate(input, { onSuccess: onFound, onError: showProblem });
  };
  const isUnplaced = look.isError && Object.keys(errors).length === 0;
  return (
    <form ref={form} onSubmit={submit} noValidate className="grid gap-5">
      {isUnplaced && <Problem error={look.error} />}
      <Field label="Code" error={errors.user_code} hint="Eight letters.">
        <Input
          name="user_code"
          autoFocus
          required
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          placeholder="WDJB-MJHT"
          className="font-mono uppercase tracking-widest"
          value={typed}
          onValueChange={(value) => {
            setTyped(value);
            clear('user_code');
          }}
        />
      </Field>
      <Button type="submit" size="large" pending={look.isPending}>
        Continue
      </Button>
    </form>
  );
}
