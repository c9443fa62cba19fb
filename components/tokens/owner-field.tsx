'use client';

import { Field as BaseField } from '@base-ui/react/field';
import { useMembers } from '@/components/members/use-members';
import { Field } from '@/components/ui/field';
import { inputClasses } from '@/components/ui/input';
import { useMe } from '@/components/workspaces/use-workspaces';

/** As the API takes it: undefined is oneself, null nobody. */
export type OwnerChoice = string | null | undefined;

interface OwnerFieldProps {
  slug: string;
  value: OwnerChoice;
  onChange: (owner: OwnerChoice) => void;
  error: string | undefined;
}

const nobody = 'nobody';

/** Whose a token is, for those who make tokens for others as well. */
export function OwnerField({ slug, value, onChange, error }: OwnerFieldProps) {
  const { data: members } = useMembers(slug);
  const { data: me } = useMe();
  const others = members?.filter(({ user }) => user.id !== me?.user.id) ?? [];
  const choose = (chosen: string) => onChange(chosen === '' ? undefined : chosen === nobody ? null : chosen);
  return (
    <Field label="Owner" error={error} hint={hintOf(value)}>
      <BaseField.Control
        render={
          <select
            name="owner"
            className={inputClasses}
            value={value === null ? nobody : (value ?? '')}
            onChange={(event) => choose(event.target.value)}
          >
            <option value="">You</option>
            {others.map(({ id, name, email }) => (
              <option key={id} value={id}>
                {name} ({email})
              </option>
            ))}
            <option value={nobody}>Nobody: a bot or a shared machine</option>
          </select>
        }
      />
    </Field>
  );
}

function hintOf(value: OwnerChoice): string {
  if (value === undefined) return 'It ends when you leave the workspace.';
  if (value === null) return 'It goes on whoever leaves, and only owners and admins see it.';
  return 'It stands among theirs, and ends when they leave the workspace.';
}
