import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';

/** One import as the bundler resolved it: static or dynamic, alias or relative. Imports of types are gone by then, and free. */
interface Arrow {
  from: string;
  to: string;
}

interface Rule {
  why: string;
  forbids(arrow: Arrow): boolean;
}

const room = (path: string) => /^lib\/([^/]+)\//.exec(path)?.[1];
const isIn = (path: string, ...folders: string[]) => folders.some((folder) => path.startsWith(`${folder}/`));
const isSchema = (path: string) => /^lib\/[^/]+\/schemas(\.ts)?$/.test(path);
/** Pure rules that a form shows while someone types, such as `password-rules.ts`. */
const isRules = (path: string) => /^lib\/[^/]+\/[a-z]+-rules\.ts$/.test(path);
const isDatabase = (path: string) => isIn(path, 'lib/db') || /^@?(prisma|libsql|pg)(\/|$)/.test(path);
/** Of a text format; pure. */
const isParser = (path: string) => ['jsonc-parser', 'toml-eslint-parser', 'yaml'].includes(path);
const isPrimitive = (path: string) => /^lib\/[^/]+\.ts$/.test(path);
/** What any client of the gateway has to know of the protocol; they import each other and nothing else. */
const isProtocol = (path: string) => /^lib\/(mcp-[a-z-]+|json-spans|sse-parser)\.ts$/.test(path);
/** What composes the rooms and what stands in front of them. */
const outerRooms = ['transport', 'server', 'cli', 'bridge', 'admin', 'query'];

const rules: Record<string, Rule> = {
  'lib is below app and components': {
    why: 'what the product is does not depend on how it is shown',
    forbids: ({ from, to }) => isIn(from, 'lib') && isIn(to, 'app', 'components'),
  },
  'the gateway reaches the database through its ports only': {
    why: 'the river must run against plain objects, and nothing may slow it down unseen',
    forbids: ({ from, to }) => isIn(from, 'lib/gateway') && from !== 'lib/gateway/live-deps.ts' && isDatabase(to),
  },
  'the CLI is a stranger': {
    why: 'it is packed without the server',
    forbids: ({ from, to }) =>
      isIn(from, 'lib/cli') &&
      isIn(to, 'lib') &&
      !isIn(to, 'lib/cli', 'lib/bridge', 'lib/connect') &&
      !isSchema(to) &&
      !isProtocol(to),
  },
  'the bridge knows the protocol and nothing else': {
    why: 'it is a client of the gateway, packed with the CLI',
    forbids: ({ from, to }) =>
      (isIn(from, 'lib/bridge') || isProtocol(from)) && isIn(to, 'lib') && !isIn(to, 'lib/bridge') && !isProtocol(to),
  },
  'client configurations are text': {
    why: 'the command line edits files with what a browser shows; neither has the server, and a browser has no files',
    forbids: ({ from, to }) => isIn(from, 'lib/connect') && !isIn(to, 'lib/connect') && !isParser(to),
  },
  'components know schemas, rules, queries and primitives': {
    why: "everything else is the server's and must not reach a browser",
    forbids: ({ from, to }) =>
      (isIn(from, 'components') || isIn(from, 'lib/query')) &&
      isIn(to, 'lib') &&
      !isSchema(to) &&
      !isRules(to) &&
      !isIn(to, 'lib/query', 'lib/connect') &&
      !isPrimitive(to),
  },
  'doors decide nothing': {
    why: 'what a door does to the database would happen behind the back of authorize and audit',
    forbids: ({ from, to }) => isIn(from, 'app', 'components') && (isDatabase(to) || isIn(to, 'lib/gateway')),
  },
  'rooms do not know their doors': {
    why: 'a verb has many doors',
    forbids: ({ from, to }) =>
      isIn(from, 'lib') &&
      !outerRooms.includes(room(from) ?? '') &&
      outerRooms.includes(room(to) ?? '') &&
      !(from === 'lib/access/session.ts' && to === 'lib/server/runtime.ts'),
  },
  'the database is the lowest room': {
    why: 'whatever it imported would have to be migrated with it',
    forbids: ({ from, to }) => isIn(from, 'lib/db') && isIn(to, 'lib') && !isIn(to, 'lib/db') && !isPrimitive(to),
  },
  'access is below the rooms that it guards': {
    why: 'who may do what is decided in one place, before any verb runs',
    forbids: ({ from, to }) =>
      isIn(from, 'lib/access') &&
      isIn(to, 'lib') &&
      !isIn(to, 'lib/access', 'lib/db', 'lib/server', 'lib/tokens', 'lib/account') &&
      !isSchema(to) &&
      !isPrimitive(to),
  },
};

/** Rooms that hold whatever found no name. */
const bannedNames = /(^|\/)(utils?|helpers?|common|shared|types|services|managers?)(\.[a-z.]+)?(\/|$)/;

const sourceFolders = ['app', 'components', 'lib'];

function filesIn(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'generated' ? [] : filesIn(root, path);
    return /(?<!\.test)\.tsx?$/.test(entry.name) && !entry.name.startsWith('test-') ? [path] : [];
  });
}

const outside: Plugin = {
  name: 'outside',
  setup({ onResolve }) {
    onResolve({ filter: /\.css$/ }, ({ path }) => ({ path, external: true }));
    onResolve({ filter: /\/generated\// }, () => ({ path: 'lib/db/generated', external: true }));
  },
};

/** Every import below `root` by esbuild's own resolver: what it cannot resolve fails the test rather than pass unseen. */
async function readArrows(root: string, files: string[]): Promise<Arrow[]> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: files,
    outdir: 'out',
    write: false,
    bundle: true,
    metafile: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    jsx: 'automatic',
    alias: { '@': root },
    loader: { '.svg': 'empty' },
    plugins: [outside],
    logLevel: 'silent',
  });
  return Object.entries(metafile.inputs).flatMap(([from, { imports }]) =>
    imports.map(({ path }) => ({ from, to: path.startsWith('/') ? relative(root, path) : path })),
  );
}

async function findViolations(root: string) {
  const files = sourceFolders.flatMap((folder) => filesIn(root, folder));
  const arrows = await readArrows(root, files);
  const broken = Object.entries(rules).flatMap(([rule, { forbids }]) =>
    arrows.filter(forbids).map(({ from, to }) => `${rule}: ${from} → ${to}`),
  );
  const misnamed = files.filter((file) => bannedNames.test(file)).map((file) => `name: ${file}`);
  const deep = files.filter((file) => isIn(file, 'lib') && file.split('/').length > 3).map((file) => `depth: ${file}`);
  return { files, arrows, violations: [...broken, ...misnamed, ...deep] };
}

describe('the house', () => {
  it('has no arrow that points the wrong way, no nameless room and no cave', async () => {
    const { files, arrows, violations } = await findViolations(process.cwd());
    expect(files.length).toBeGreaterThan(100);
    expect(arrows.length).toBeGreaterThan(300);
    expect(violations).toEqual([]);
  }, 30_000);
});

describe('the check itself', () => {
  const roots: string[] = [];
  afterAll(() => {
    for (const root of roots) rmSync(root, { recursive: true, force: true });
  });

  function plant(files: Record<string, string>): string {
    const root = mkdtempSync(join(tmpdir(), 'aerostack-architecture-'));
    roots.push(root);
    for (const [path, source] of Object.entries({ 'app/a.ts': '', 'components/c.ts': '', 'lib/l.ts': '', ...files })) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), source);
    }
    return root;
  }

  const target = { 'lib/db/client.ts': 'export const db = 1', 'lib/tokens/list.ts': 'export const list = 1' };

  it.each([
    ['lib is below', { 'lib/tokens/x.ts': "import '../../app/a'" }],
    ['lib is below', { 'lib/x.ts': "export * from '@/components/c'" }],
    ['the gateway', { 'lib/gateway/x.ts': "import { db } from '../db/client'; console.log(db)" }],
    ['the gateway', { 'lib/gateway/x.ts': "export const late = () => import('../db/client')" }],
    ['the gateway', { 'lib/gateway/x.ts': "import pg from 'pg'; console.log(pg)" }],
    ['the CLI', { 'lib/cli/x.ts': "import '../tokens/list'" }],
    ['the bridge', { 'lib/bridge/x.ts': "import '../tokens/list'" }],
    ['the bridge', { 'lib/mcp-x.ts': "import './tokens/list'" }],
    ['client configurations', { 'lib/connect/x.ts': "import '../tokens/list'" }],
    [
      'client configurations',
      { 'lib/connect/x.ts': "import { readFileSync } from 'node:fs'; console.log(readFileSync)" },
    ],
    ['components know', { 'components/x.tsx': "import '@/lib/tokens/list'" }],
    ['components know', { 'lib/query/x.ts': "import '../tokens/list'" }],
    ['doors decide', { 'app/x/page.tsx': "import '@/lib/db/client'" }],
    ['rooms do not', { 'lib/tokens/x.ts': "import '../transport/door'", 'lib/transport/door.ts': '' }],
    ['the database', { 'lib/db/x.ts': "import '../tokens/list'" }],
    ['name', { 'lib/utils/x.ts': '' }],
    ['name', { 'components/helpers.tsx': '' }],
    ['depth', { 'lib/tokens/deep/x.ts': '' }],
  ])('fires on a planted violation: %s', async (rule, files) => {
    const { violations } = await findViolations(plant({ ...target, ...files }));
    expect(violations).toHaveLength(1);
    expect(violations[0]).toMatch(new RegExp(`^${rule}`));
  });

  it('lets a type pass, which is gone before anything runs', async () => {
    const files = { 'lib/gateway/x.ts': "import type { db } from '../db/client'; export type X = typeof db" };
    expect((await findViolations(plant({ ...target, ...files }))).violations).toEqual([]);
  });

  it('fails on an import that leads nowhere', async () => {
    await expect(findViolations(plant({ 'lib/x.ts': "import './nowhere'" }))).rejects.toThrow('nowhere');
  });
});
