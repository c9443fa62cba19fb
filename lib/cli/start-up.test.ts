import { build } from 'esbuild';
import { expect, it } from 'vitest';

/** What is reached from a file without `import()`: it is there before the command line is read. */
async function loadedAtStart(entry: string): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: [entry],
    outdir: 'out',
    write: false,
    bundle: true,
    metafile: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    logLevel: 'silent',
  });
  const found = new Set<string>();
  const follow = (path: string) => {
    if (found.has(path)) return;
    found.add(path);
    for (const one of metafile.inputs[path]?.imports ?? []) if (one.kind !== 'dynamic-import') follow(one.path);
  };
  follow(entry);
  return [...found];
}

it('a command that asks for help or the version loads no package but the one that reads command lines, and no schema', async () => {
  const loaded = await loadedAtStart('lib/cli/main.ts');
  expect(loaded).toContain('lib/cli/program.ts');
  const others = loaded.filter((path) => !path.startsWith('lib/cli/') && !path.startsWith('node:'));
  expect(others.sort()).toEqual(['commander', 'package.json']);
});
