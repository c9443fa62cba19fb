import { wayOut } from './import-candidates';
import type { Destination, Step } from './import-plan';
import type { Outcome } from './import-servers';
import type { Tools } from './tools';

const columns = [
  { header: 'SERVER' },
  { header: 'ADDRESS', shrinks: true as const },
  { header: 'CREDENTIAL' },
  { header: 'WHAT HAPPENS' },
];

/** A table of what would become of each server, and what there is to say of it. */
export async function showImport({ output }: Tools, { slug, name, isNew }: Destination, steps: Step[]): Promise<void> {
  const rows = steps.map((step) => [step.name, step.address ?? '–', credentialOf(step), describeAction(step)]);
  await output.table(columns, rows);
  output.say(
    isNew
      ? `Workspace: “${name}”${slug === null ? '' : ` (${slug})`}, which is made.`
      : `Workspace: ${slug}, which is there.`,
  );
  for (const { name: server, address, reads } of steps)
    if (reads.length > 0)
      output.say(`${server}: reads ${reads.join(', ')} of your environment, and has it sent to ${address}.`);
  for (const step of steps) for (const note of step.notes) output.say(`${step.name}: ${note}`);
  if (steps.some(({ address }) => address === null)) output.say(wayOut);
}

function credentialOf({ input, headers, missing }: Step): string {
  if (missing.length > 0) return 'missing';
  if (input?.auth?.type === 'bearer') return 'bearer';
  return headers.length === 0 ? '–' : headers.join(', ');
}

function describeAction({ action, address, missing, isDisabled }: Step): string {
  if (action === 'present') return 'already there';
  if (action === 'add') return isDisabled ? 'added, disabled' : 'added';
  if (missing.length > 0) return `left out: needs ${missing.join(', ')}`;
  return address === null ? 'left out: stdio' : 'left out';
}

/** Names and reasons; no value of a header, whatever it is. */
export function importBody(
  { slug, name, isNew }: Destination,
  steps: Step[],
  outcomes: Outcome[],
): Record<string, unknown> {
  const servers = steps.map((step, i) => ({
    name: step.name,
    url: step.address,
    action: outcomes[i]?.action ?? step.action,
    credential: step.input?.auth?.type ?? null,
    header_names: step.headers,
    missing: step.missing,
    reads: step.reads,
    notes: step.address === null ? [...step.notes, wayOut] : step.notes,
    error: outcomes[i]?.error ?? null,
    server: outcomes[i]?.server ?? null,
  }));
  return { workspace: { slug, name, is_new: isNew }, servers };
}
