import { CircleAlert, CircleCheck, CircleDashed, CirclePause, KeyRound, TriangleAlert } from 'lucide-react';
import { Badge, type Tone } from '@/components/ui/badge';
import type { Server, ServerStatus } from '@/lib/servers/schemas';

const looks: Record<ServerStatus, { label: string; tone: Tone; icon: typeof CircleCheck }> = {
  up: { label: 'Up', tone: 'success', icon: CircleCheck },
  degraded: { label: 'Degraded', tone: 'warning', icon: TriangleAlert },
  down: { label: 'Down', tone: 'danger', icon: CircleAlert },
  needs_credentials: { label: 'Needs credentials', tone: 'warning', icon: KeyRound },
  unknown: { label: 'Not checked yet', tone: 'neutral', icon: CircleDashed },
};

export function ServerStatusBadge({ server }: { server: Pick<Server, 'status' | 'enabled'> }) {
  if (!server.enabled) return <Badge icon={CirclePause}>Disabled</Badge>;
  const { label, tone, icon } = looks[server.status];
  return (
    <Badge tone={tone} icon={icon}>
      {label}
    </Badge>
  );
}

/** `everything 2026.8.31`, as the server calls itself; null when it did not. */
export function serverInfoText(server: Pick<Server, 'server_info'>): string | null {
  const { name, title, version } = server.server_info ?? {};
  const called = [title, name].find((text) => typeof text === 'string' && text !== '');
  if (typeof called !== 'string') return null;
  return typeof version === 'string' && version !== '' ? `${called} ${version}` : called;
}

export const toolCountText = (count: number) => `${count} ${count === 1 ? 'tool' : 'tools'}`;
