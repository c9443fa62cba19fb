import { CircleAlert, CircleCheck, CircleDashed, CirclePause, KeyRound, TriangleAlert } from 'lucide-react';
import { Badge, type Tone } from '@/components/ui/badge';
import { eraOf } from '@/lib/mcp-protocol';
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

/** `MCP 2025-11-25, with handshake`: the revision and which of the two ways of speaking it belongs to; null when unknown. */
export function protocolText({ protocol_version: version }: Pick<Server, 'protocol_version'>): string | null {
  if (version === null) return null;
  return `MCP ${version}, ${eraOf(version) === 'modern' ? 'stateless' : 'with handshake'}`;
}

/** `3 prompts, 1 resource`; empty when it has neither. */
export function otherCountsText({ prompt_count: prompts, resource_count: resources }: Server): string {
  return [
    ...(prompts === 0 ? [] : [`${prompts} ${prompts === 1 ? 'prompt' : 'prompts'}`]),
    ...(resources === 0 ? [] : [`${resources} ${resources === 1 ? 'resource' : 'resources'}`]),
  ].join(', ');
}

/** It answers, though perhaps not everything that it offers can be used. */
export const isUsable = ({ status }: Pick<Server, 'status'>) => status === 'up' || status === 'degraded';

export const toolCountText = (count: number) => `${count} ${count === 1 ? 'tool' : 'tools'}`;
