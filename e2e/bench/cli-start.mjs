// How long the command takes to begin, beside a node that does nothing: what people feel at every line that they type.
import { spawnSync } from 'node:child_process';
import { median, print } from './print.mjs';

const runs = 20;
/** Twice an empty node is what is promised. */
const lines = {
  'node -e ""': ['-e', ''],
  'aerostack --version': ['dist/cli.js', '--version'],
  '… token list --help': ['dist/cli.js', 'workspace', 'token', 'list', '--help'],
};

/** They take turns, so that whatever else the machine does meets all of them. */
export function measureCliStart() {
  const times = Object.keys(lines).map(() => []);
  for (let run = 0; run < runs; run += 1) {
    for (const [i, args] of Object.values(lines).entries()) {
      const startedMs = performance.now();
      const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
      if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}. Run npm run build first.`);
      times[i].push(performance.now() - startedMs);
    }
  }
  process.stdout.write(`\nstart-up of the command line, median of ${runs}\n`);
  print(['', 'ms', '× bare node']);
  const bare = median(times[0]);
  for (const [i, name] of Object.keys(lines).entries()) {
    print([name, median(times[i]).toFixed(0), (median(times[i]) / bare).toFixed(2)]);
  }
}
