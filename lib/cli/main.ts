import { openOutput } from './output';
import { run } from './run';

const output = openOutput(process.env);
// Not process.exit(): what is still on its way into a pipe would be lost.
process.exitCode = await run(process.argv.slice(2), { env: process.env, output, now: () => new Date() });
