import { spawn } from 'node:child_process';

/** Opens a page where there is a screen. That none opens is no failure: the address is on the terminal. */
export function openBrowser(env: Record<string, string | undefined>, url: string): void {
  const command = commandFor(env);
  if (command === undefined) return;
  const [file = '', ...args] = command;
  const child = spawn(file, [...args, url], { detached: true, stdio: 'ignore' });
  child.on('error', () => {});
  child.unref();
}

function commandFor(env: Record<string, string | undefined>): string[] | undefined {
  if (env.SSH_CONNECTION) return undefined;
  if (process.platform === 'darwin') return ['open'];
  if (process.platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return env.DISPLAY || env.WAYLAND_DISPLAY ? ['xdg-open'] : undefined;
}
