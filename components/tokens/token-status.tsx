import { Ban, CircleCheck, CirclePause, Clock } from 'lucide-react';
import { Badge, type Tone } from '@/components/ui/badge';
import type { TokenStatus } from '@/lib/tokens/schemas';

const looks: Record<TokenStatus, { label: string; tone: Tone; icon: typeof CircleCheck }> = {
  active: { label: 'Active', tone: 'success', icon: CircleCheck },
  paused: { label: 'Paused', tone: 'warning', icon: CirclePause },
  expired: { label: 'Expired', tone: 'neutral', icon: Clock },
  revoked: { label: 'Revoked', tone: 'neutral', icon: Ban },
};

export function TokenStatusBadge({ status }: { status: TokenStatus }) {
  const { label, tone, icon } = looks[status];
  return (
    <Badge tone={tone} icon={icon}>
      {label}
    </Badge>
  );
}
