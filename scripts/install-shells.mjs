import { spawnSync } from 'node:child_process';
import { installPackages } from './install-packages.mjs';

const shells = ['zsh', 'fish'];

/** The shells whose completions are tried with the tab key, where they can be installed; elsewhere those tests say that they are missing. */
export async function installShells() {
  const missing = shells.filter((shell) => spawnSync(shell, ['--version']).status !== 0);
  if (missing.length > 0) await installPackages(...missing);
}
