// The `aerostack` command as one file that needs nothing beside it. Packages that only some commands need lie in it packed, as text:
// text is read in no time, whereas code is parsed at every start, whether it is used or not.
import { brotliCompressSync } from 'node:zlib';

/** Needed by every command, so as code. */
const always = ['commander'];

/**
 * @param {import('esbuild').BuildOptions} bundling what all bundles have in common
 * @returns the folders of the packages that came in, below `node_modules`
 */
export async function bundleCli(bundling) {
  const { build: esbuild } = await import('esbuild');
  const common = { ...bundling, minify: true, metafile: true };
  const entryPoints = { cli: 'lib/cli/main.ts' };
  const packages = await findPackages(esbuild, { ...common, entryPoints });
  const packed = new Map();
  for (const [name, specifiers] of packages) packed.set(name, await pack(esbuild, common, specifiers));
  const { metafile } = await esbuild({
    ...common,
    entryPoints,
    plugins: [unpacking(packed)],
    // What is bundled of CommonJS still asks for Node's own modules.
    banner: {
      js: "#!/usr/bin/env node\nimport { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);",
    },
  });
  return foldersOf([metafile, ...[...packed.values()].map((one) => one.metafile)]);
}

const nameOf = (specifier) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

function foldersOf(metafiles) {
  const files = metafiles.flatMap(({ inputs }) => Object.keys(inputs));
  const found = files.map((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules)/.exec(file)?.[1]);
  return [...new Set(found.filter((name) => name !== undefined))].sort();
}

/** What the command's own code imports, by package: the parts of one package share its classes, so they are packed together. */
async function findPackages(esbuild, options) {
  const { metafile } = await esbuild({ ...options, packages: 'external', write: false });
  const found = new Map();
  for (const { path, external } of Object.values(metafile.inputs).flatMap(({ imports }) => imports)) {
    const name = nameOf(path);
    if (!external || path.startsWith('node:') || always.includes(name)) continue;
    found.set(name, (found.get(name) ?? new Set()).add(path));
  }
  return found;
}

async function pack(esbuild, { outdir, ...options }, specifiers) {
  const list = [...specifiers];
  const contents = list.map((path, i) => `export * as part${i} from ${JSON.stringify(path)};`).join('\n');
  const { outputFiles, metafile } = await esbuild({
    ...options,
    stdin: { contents, resolveDir: '.' },
    // Its CommonJS loads its own files in a way that cannot be bundled.
    alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
    format: 'cjs',
    write: false,
    plugins: [withoutLocales],
  });
  return { list, metafile, text: brotliCompressSync(outputFiles[0].contents).toString('base64') };
}

/** zod says what is wrong in fifty languages; the command in one. */
const withoutLocales = {
  name: 'without-locales',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({ contents: 'export {}' }));
  },
};

/** An import of a packed package becomes one that unpacks it, once; one of Node's own waits until it is needed, too. */
const unpacking = (packed) => ({
  name: 'unpacking',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[@a-z]/ }, ({ path, namespace }) => {
      if (namespace === 'packed') return undefined;
      return packed.has(nameOf(path)) ? { path, namespace: 'part' } : undefined;
    });
    onResolve({ filter: /^node:/ }, ({ path, kind }) =>
      kind === 'import-statement' ? { path, namespace: 'builtin' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = require('${path}');`,
    }));
    onResolve({ filter: /^packed:/ }, ({ path }) => ({ path: path.slice('packed:'.length), namespace: 'packed' }));
    onLoad({ filter: /.*/, namespace: 'part' }, ({ path }) => {
      const name = nameOf(path);
      const index = packed.get(name).list.indexOf(path);
      return { contents: `module.exports = require('packed:${name}').part${index};`, loader: 'js' };
    });
    onLoad({ filter: /.*/, namespace: 'packed' }, ({ path }) => ({
      contents: `
        const { brotliDecompressSync } = require('node:zlib');
        const { compileFunction } = require('node:vm');
        const code = brotliDecompressSync(Buffer.from(${JSON.stringify(packed.get(path).text)}, 'base64')).toString();
        compileFunction(code, ['module', 'exports', 'require'], { filename: ${JSON.stringify(`aerostack:${path}`)} })(module, exports, require);`,
      loader: 'js',
    }));
  },
});
