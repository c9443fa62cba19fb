import { Check, Minus } from 'lucide-react';
import { Section } from '@/components/ui/section';
import { type Role, roles } from '@/lib/workspaces/schemas';
import { roleNames } from './role-words';

export interface RoleLine {
  /** What one may do, as the end of “may …”. */
  text: string;
  roles: readonly Role[];
}

/** What each role may do, written from the table that every request is judged by. */
export function RoleTable({ lines, own }: { lines: readonly RoleLine[]; own: Role }) {
  return (
    <Section
      title="Roles"
      description="Nobody gives a role above their own. The last owner can neither leave nor be given another role."
    >
      <table className="w-full text-left text-base">
        <caption className="sr-only">What each role may do</caption>
        <thead>
          <tr className="border-b bg-sunken">
            <th scope="col" className="h-9 px-5 font-medium text-muted-foreground text-xs">
              May
            </th>
            {roles.map((role) => (
              <th
                key={role}
                scope="col"
                className="w-13 text-center font-medium text-muted-foreground text-xs last:w-15 last:pr-2 sm:w-24 sm:last:w-26"
              >
                {roleNames[role]}
                {role === own && <span className="block font-normal sm:inline"> (you)</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y">
          {lines.map((line) => (
            <tr key={line.text}>
              <th scope="row" className="py-2.5 pr-2 pl-5 font-normal">
                {line.text}
              </th>
              {roles.map((role) => (
                <td key={role} className="text-center last:pr-2">
                  <Answer yes={line.roles.includes(role)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function Answer({ yes }: { yes: boolean }) {
  const Icon = yes ? Check : Minus;
  return (
    <>
      <Icon className={yes ? 'inline size-4 text-success' : 'inline size-4 text-border-strong'} aria-hidden="true" />
      <span className="sr-only">{yes ? 'yes' : 'no'}</span>
    </>
  );
}
