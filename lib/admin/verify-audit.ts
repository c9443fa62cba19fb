import type { Command } from 'commander';
import { type ChainReport, verifyChains } from '../audit/verify-chains';
import { CliError } from '../cli/cli-error';
import { describeHelp } from '../cli/help';
import type { Column } from '../cli/table';
import { type Installation, openInstallation } from './open-installation';
import type { Surroundings } from './run';

export function addVerifyAudit(parent: Command, surroundings: Surroundings): void {
  const command = parent
    .command('verify-audit')
    .description('Prove that no entry of the audit log was changed, left out, cut off or put in. Changes nothing.')
    .option('--json', 'print the result as JSON, with "version": 1');
  describeHelp(
    command,
    ['aerostack-admin verify-audit', 'aerostack-admin verify-audit --json > audit-2026-11.json'],
    `
The server may run meanwhile. Each workspace has a chain of its own, and so has the installation. Entries are sealed with a key that
is derived from the installation's secret, so who can only write to the database cannot make one. Keep the seals of --json elsewhere:
they show later whether the whole database was replaced by an older one.`,
  );
  command.action((options: { json?: true }) => verifyAudit(options, surroundings));
}

async function verifyAudit({ json }: { json?: true }, surroundings: Surroundings): Promise<void> {
  const { output } = surroundings;
  const installation = await openInstallation(surroundings);
  const reports: (ChainReport & { workspace: string | null })[] = [];
  try {
    const slugs = await readSlugs(installation);
    for await (const report of verifyChains(installation.db, installation.vault))
      reports.push({ ...report, workspace: slugs.get(report.chain) ?? null });
  } finally {
    await installation.close();
  }
  const broken = reports.filter(({ fault }) => fault !== null);
  if (json) await output.json({ intact: broken.length === 0, chains: reports });
  else await output.table(columns, reports.map(toRow));
  if (broken.length > 0)
    throw new CliError('failure', broken.map((report) => `${nameOf(report)}: ${report.fault}`).join(' '));
  const entries = reports.reduce((sum, report) => sum + report.entries, 0);
  const unsealed = reports.reduce((sum, report) => sum + report.unsealed, 0);
  output.succeed(`All ${entries - unsealed} sealed entries are as they were written.`);
  if (unsealed > 0) output.say(`${unsealed} are from before entries were sealed: nothing proves these.`);
}

const readSlugs = async ({ db }: Installation) =>
  new Map((await db.workspace.findMany({ select: { id: true, slug: true } })).map(({ id, slug }) => [id, slug]));

const columns: Column[] = [
  { header: 'CHAIN', shrinks: true },
  { header: 'ENTRIES' },
  { header: 'UNSEALED' },
  { header: 'RESULT', colour: (cell) => (cell === 'intact' ? 32 : 31) },
];

const nameOf = ({ workspace, chain }: { workspace: string | null; chain: string }) => workspace ?? chain;

const toRow = (report: ChainReport & { workspace: string | null }) => [
  nameOf(report),
  String(report.entries),
  String(report.unsealed),
  report.fault === null ? 'intact' : 'broken',
];
