import { type ClientHome, runClient } from './real-client';

/** What Codex's app server says of the MCP servers in its configuration. */
export async function askCodexStatus(home: ClientHome, env: Record<string, string>) {
  const say = (message: unknown) => `${JSON.stringify(message)}\n`;
  const clientInfo = { name: 'aerostack-e2e', version: '1.0.0' };
  const status: Record<string, unknown>[] = [];
  const converse = (line: string) => {
    if (line === '') return say({ id: 1, method: 'initialize', params: { clientInfo } });
    const { id, result } = JSON.parse(line);
    if (id === 1) return say({ method: 'initialized' }) + say({ id: 2, method: 'mcpServerStatus/list', params: {} });
    if (id !== 2) return '';
    status.push(...result.data);
    return null;
  };
  await runClient(home, 'codex', ['app-server'], { env, converse });
  return status;
}
