import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** What `new Worker` takes: the path of a file, or JavaScript as text. */
export interface WorkerScript {
  code: string;
  isSource: boolean;
}

/** The thread as the build made it; where nothing is built (`npm run dev`), it is made from the source. */
export function findWorkerScript(): WorkerScript {
  const built = join(process.cwd(), 'dist', 'usage-worker.js');
  return existsSync(built) ? { code: built, isSource: false } : bundleWorkerScript();
}

/** Bundles `usage-worker.ts` here and now, because Node cannot run it as it stands. */
export function bundleWorkerScript(): WorkerScript {
  // Not an import: no bundler must try to take the build tool along.
  const { buildSync } = createRequire(join(process.cwd(), 'package.json'))('esbuild') as typeof import('esbuild');
  const { outputFiles } = buildSync({
    entryPoints: [join(process.cwd(), 'lib', 'usage', 'usage-worker.ts')],
    write: false,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    packages: 'external',
  });
  return { code: outputFiles[0]?.text ?? '', isSource: true };
}
