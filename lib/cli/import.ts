import type { Command } from 'commander';
import { describeHelp } from './help';
import type { Tools } from './tools';

export interface ImportOptions {
  workspace?: string;
  name?: string;
  dryRun?: true;
  yes?: true;
  json?: true;
}

export function addImport(parent: Command, tools: Tools): void {
  const command = parent
    .command('import')
    .description(
      'Make a workspace of the MCP servers in a client’s configuration: Claude, Cursor, VS Code, Windsurf, Codex, Gemini and whoever writes alike. Secrets in headers become encrypted credentials. The file is only read.',
    )
    .argument('<FILE>', 'the configuration; - reads it from stdin')
    .option('--workspace <slug>', 'the workspace that they go to; it is made where there is none')
    .option('--name <name>', 'what a new workspace is called')
    .option('--dry-run', 'show what would happen, and change nothing')
    .option('-y, --yes', 'do not ask');
  describeHelp(
    command,
    [
      'aerostack import ~/.cursor/mcp.json --dry-run',
      'aerostack import ~/.codex/config.toml --workspace my-workspace',
      'GITHUB_TOKEN=… aerostack import .mcp.json --name "My Workspace" --yes',
    ],
    `
What a file only names (\${GITHUB_TOKEN}, \${env:GITHUB_TOKEN}, \${input:github-token}) is taken from the environment: GITHUB_TOKEN.
Importing again adds what is not there yet.`,
  );
  command.action(async (file: string, options: ImportOptions) => {
    const { importFile } = await import('./import-file');
    return importFile(tools, file, options);
  });
}
