import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTerminal, type Terminal } from './terminal';
import { expect, test } from './test';

/** Real shells, which load what the program prints and are then asked as by the tab key. */
const isInstalled = (shell: string) => spawnSync(shell, ['--version']).status === 0;
const shells = ['bash', 'zsh', 'fish'] as const;

let folder: string;
let terminal: Terminal;
let env: Record<string, string>;

test.beforeAll(async ({ product, rest }) => {
  folder = await mkdtemp(join(tmpdir(), 'aerostack-path-'));
  await symlink(join(process.cwd(), 'dist/cli.js'), join(folder, 'aerostack'));
  terminal = await openTerminal();
  const account = { AEROSTACK_URL: product.origin, AEROSTACK_API_KEY: rest.apiKey };
  env = { ...account, PATH: `${folder}:${process.env.PATH}`, PS1: '$ ' };
  await rest.createWorkspace('Tabulator');
});
test.afterAll(async () => {
  await terminal.remove();
  await rm(folder, { recursive: true });
});

/** How a shell without a user's own settings is started, and what it has to be told first. */
const starts = {
  bash: ['bash --norc --noprofile', 'source <(aerostack completion bash)'],
  zsh: ['zsh -f', 'autoload -U compinit; compinit -u -D; source <(aerostack completion zsh)'],
} as const;

for (const shell of ['bash', 'zsh'] as const) {
  test(`${shell}: the tab key completes commands, options and the names of workspaces`, async () => {
    test.skip(!isInstalled(shell), `${shell} is not installed`);
    const [start, load] = starts[shell];
    const running = terminal.beginInPty([], { env, command: start, columns: 200 });
    // In two parts, so that the echo of what is typed is not taken for it.
    running.type(`${load}; echo rea''dy\r`);
    await running.until(/ready/);
    for (const [typed, whole] of [
      ['aerostack workspace cre', /workspace create/],
      ['aerostack workspace token create --expires-in 60 --na', /--expires-in 60 --name/],
      ['aerostack --profile x workspace token list tabul', /list tabulator/],
    ] as const) {
      running.type(`${typed}\t`);
      await running.until(whole);
      running.type('\u0015');
    }
    running.type('exit\r');
    await running.ended;
  });
}

test('fish: the same', () => {
  test.skip(!isInstalled('fish'), 'fish is not installed');
  const complete = (line: string) => {
    const script = `aerostack completion fish | source; complete -C '${line}'`;
    return spawnSync('fish', ['--no-config', '-c', script], {
      env: { ...env, HOME: terminal.home, NODE_ENV: 'production' },
    });
  };
  expect(complete('aerostack workspace cre').stdout.toString()).toBe('create\tMake a workspace\n');
  expect(complete('aerostack workspace token create --na').stdout.toString()).toMatch(/^--name\t/);
  expect(complete('aerostack --profile x workspace token list tabul').stdout.toString()).toBe('tabulator\n');
});

test('without a server, a shell that asks for workspaces gets nothing and no error; an unknown shell is refused', async () => {
  const asked = await terminal.run(['completion', '--workspaces'], { env: { AEROSTACK_URL: 'http://127.0.0.1:1' } });
  expect(asked).toEqual({ code: 0, out: '', err: '' });
  const refused = await terminal.run(['completion', 'tcsh']);
  expect([refused.code, refused.out]).toEqual([2, '']);
  expect(refused.err).toMatch(/bash, zsh, fish/);
  for (const shell of shells) expect((await terminal.run(['completion', shell])).out).toMatch(/^#.*aerostack/);
});
