import {
  Ban,
  Check,
  CircleSlash,
  Clock,
  FileX,
  LockKeyhole,
  type LucideIcon,
  ServerCrash,
  TriangleAlert,
  Unplug,
} from 'lucide-react';
import { Badge, type Tone } from '@/components/ui/badge';
import { type CallOutcome, callOutcomes } from '@/lib/calls/schemas';

interface Look {
  label: string;
  tone: Tone;
  icon: LucideIcon;
  /** What it means, in a sentence. */
  text: string;
}

export const outcomeLooks: Record<CallOutcome, Look> = {
  ok: { label: 'OK', tone: 'success', icon: Check, text: 'The tool answered.' },
  tool_error: {
    label: 'Tool error',
    tone: 'warning',
    icon: TriangleAlert,
    text: 'The tool ran and said that it failed.',
  },
  protocol_error: {
    label: 'Refused',
    tone: 'warning',
    icon: FileX,
    text: 'The server answered with an error instead of a result.',
  },
  server_error: {
    label: 'Server error',
    tone: 'danger',
    icon: ServerCrash,
    text: 'The server did not give an answer that could be passed on.',
  },
  timeout: { label: 'Timed out', tone: 'danger', icon: Clock, text: 'The server took longer than it may.' },
  unreachable: { label: 'Unreachable', tone: 'danger', icon: Unplug, text: 'The server could not be connected to.' },
  cancelled: {
    label: 'Cancelled',
    tone: 'neutral',
    icon: Ban,
    text: 'The client took the call back, or its token ended.',
  },
  unknown_tool: {
    label: 'Unknown tool',
    tone: 'warning',
    icon: CircleSlash,
    text: 'No server has a tool of this name.',
  },
  denied: {
    label: 'Denied',
    tone: 'warning',
    icon: LockKeyhole,
    text: 'There is such a tool, but the token may not use it.',
  },
};

export function OutcomeBadge({ outcome }: { outcome: CallOutcome }) {
  const { label, tone, icon } = outcomeLooks[outcome];
  return (
    <Badge tone={tone} icon={icon}>
      {label}
    </Badge>
  );
}

export const outcomeChoices = [
  { value: 'failed', label: 'All failures' },
  ...callOutcomes.map((value) => ({ value, label: outcomeLooks[value].label })),
] as const;
