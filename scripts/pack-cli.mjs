// `npm run pack:cli`: the `aerostack` command as a package of its own, in dist/cli-package. It is the one file, without the server and
// without dependencies; `npm publish dist/cli-package`, or `npm pack dist/cli-package` for a machine without a registry.
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { bundleCli } from './bundle-cli.mjs';
import { bundling } from './make.mjs';
import { root } from './project.mjs';
import { fail } from './terminal.mjs';

const folder = 'dist/cli-package';

process.chdir(root);
try {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const packages = await bundleCli({ ...bundling, outdir: folder });
  chmodSync(`${folder}/cli.js`, 0o755);
  copyFileSync('LICENSE', `${folder}/LICENSE`);
  writeFileSync(`${folder}/LICENSES-OF-PARTS.txt`, packages.map(licenseOf).join(`\n${'-'.repeat(80)}\n\n`));
  writeFileSync(`${folder}/README.md`, readme());
  writeFileSync(`${folder}/package.json`, `${JSON.stringify(manifest(), null, 2)}\n`);
} catch (error) {
  fail(error);
}

function manifest() {
  const { name, version, license, engines } = JSON.parse(readFileSync('package.json', 'utf8'));
  const description = 'The command line of Aerostack, the self-hosted MCP gateway.';
  const files = readdirSync(folder);
  return { name, version, description, license, type: 'module', engines, bin: { aerostack: 'cli.js' }, files };
}

/** Of the project's own README what is about the command. */
function readme() {
  const section = /^## The command line$.*?(?=^## )/ms.exec(readFileSync('README.md', 'utf8'))?.[0];
  if (section === undefined) throw new Error('README.md has no section "The command line".');
  return section
    .trimEnd()
    .replace(/^## The command line/, '# aerostack')

    .concat('\n');
}

function licenseOf(name) {
  const path = `node_modules/${name}`;
  const file = readdirSync(path).find((one) => /^licen[cs]e/i.test(one));
  const { version, license, repository } = JSON.parse(readFileSync(`${path}/package.json`, 'utf8'));
  if (file === undefined && license === undefined)
    throw new Error(`${name} does not say under which license it comes.`);
  const named = () => `${license}, by name only: the package comes without its text. See ${repository?.url ?? name}`;
  return `${name} ${version}\n\n${file === undefined ? named() : readFileSync(`${path}/${file}`, 'utf8').trim()}\n`;
}
