import { Ban, CircleCheck, CirclePause, Clock, Hourglass } from 'lucide-react';
import { Badge, type Tone } from '@/components/ui/badge';
import type { Token, TokenStatus } from '@/lib/tokens/schemas';

const looks: Record<TokenStatus, { label: string; tone: Tone; icon: typeof CircleCheck }> = {
  active: { label: 'Active', tone: 'success', icon: CircleCheck },
  paused: { label: 'Paused', tone: 'warning', icon: CirclePause },
  expired: { label: 'Expired', tone: 'neutral', icon: Clock },
  revoked: { label: 'Revoked', tone: 'neutral', icon: Ban },
};

const soonMs = 7 * 86_400_000;

/** `now` in Unix milliseconds, null while it is not known (on the server). */
export function TokenStatusBadge({ token, now }: { token: Token; now: number | null }) {
  const left =
    token.expires_at === null || now === null ? Number.POSITIVE_INFINITY : Date.parse(token.expires_at) - now;
  if (token.status === 'active' && left < soonMs) {
    return (
      <Badge tone="warning" icon={Hourglass}>
        Expires soon
      </Badge>
    );
  }
  const { label, tone, icon } = looks[token.status];
  return (
    <Badge tone={tone} icon={icon}>
      {label}
    </Badge>
  );
}
