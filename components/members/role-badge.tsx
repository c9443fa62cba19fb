import { Badge } from '@/components/ui/badge';
import type { Role } from '@/lib/workspaces/schemas';
import { roleNames } from './role-words';

export function RoleBadge({ role }: { role: Role }) {
  return <Badge tone={role === 'owner' ? 'accent' : 'neutral'}>{roleNames[role]}</Badge>;
}
