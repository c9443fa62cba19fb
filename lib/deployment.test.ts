import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readEnv } from './env';

interface Service {
  environment?: Record<string, string>;
  depends_on?: Record<string, { condition: string }>;
  networks?: unknown;
}

interface Compose {
  services: Record<string, Service>;
  configs: { caddyfile: { content: string } };
}

const read = (file: string) => readFileSync(file, 'utf8');
const compose = (text = read('compose.yaml')) => parse(text, { merge: true }) as Compose;
const names = ['aerostack-1', 'aerostack-2'];

/** What the operator has to set: `${NAME:?…}`. */
const required = [...read('compose.yaml').matchAll(/\$\{(\w+):\?/g)].map((match) => match[1] ?? '');
const given: Record<string, string> = {
  AEROSTACK_URL: 'https://mcp.example.com',
  AEROSTACK_SECRET: 'q7Fz0dYQmZ3m1S9hT4wPz7LrC2eNfAvMkXqJ0bB',
  AEROSTACK_SETUP_CODE: '6f1d0c9be2a84753',
  POSTGRES_PASSWORD: '9c1e5a7d3b',
};

/** As Compose fills variables in. */
const filled = (text: string) =>
  text.replace(/\$\{(\w+)(?::-([^}]*)|:\?[^}]*)\}/g, (_, name: string, fallback = '') => given[name] ?? fallback);

const finalStage =
  read('Dockerfile')
    .split(/^FROM /m)
    .at(-1) ?? '';
const imageEnv = Object.fromEntries([...finalStage.matchAll(/(\w+)=(\S+)/g)].map(([, name, value]) => [name, value]));
const copied = [...finalStage.matchAll(/^COPY --from=\w+ (.+) \S+$/gm)].flatMap(([, paths]) =>
  (paths ?? '').split(' ').map((path) => path.replace('/app/', '')),
);

describe('compose.yaml', () => {
  const { services, configs } = compose(filled(read('compose.yaml')));

  it.each(names)('gives %s nothing but settings that the server takes', (name) => {
    const env = readEnv({ AEROSTACK_HOST: imageEnv.AEROSTACK_HOST, ...services[name]?.environment });
    expect(env).toMatchObject({
      url: given.AEROSTACK_URL,
      database: { provider: 'postgres' },
      rateStore: { store: 'redis' },
      secret: given.AEROSTACK_SECRET,
    });
  });

  it('lets the instances believe the proxy about addresses, and nobody else', () => {
    const { front } = (services.proxy?.networks ?? {}) as Record<string, { ipv4_address: string }>;
    const env = readEnv({ AEROSTACK_HOST: '0.0.0.0', ...services['aerostack-1']?.environment });
    expect(env.trustedProxies).toEqual([`${front?.ipv4_address}/32`]);
  });

  it('sends requests to every instance, at the port that it listens on, once it is healthy', () => {
    expect(Object.keys(services).filter((name) => name.startsWith('aerostack-'))).toEqual(names);
    const port = /^EXPOSE (\d+)$/m.exec(finalStage)?.[1];
    expect(configs.caddyfile.content).toContain(`reverse_proxy ${names.map((name) => `${name}:${port}`).join(' ')} {`);
    expect(Object.keys(services.proxy?.depends_on ?? {})).toEqual(names);
  });

  it('starts nothing while a secret is missing, and the page says which they are', () => {
    expect(new Set(required)).toEqual(new Set(Object.keys(given)));
    for (const name of required) expect(read('SCALING.md')).toContain(name);
  });
});

describe('the Dockerfile', () => {
  it('sets nothing but settings that the server takes', () => {
    expect(() => readEnv({ ...imageEnv, AEROSTACK_URL: given.AEROSTACK_URL })).not.toThrow();
  });

  it('copies what is there, and starts what it copied without making anything', () => {
    const made = ['node_modules', '.next', 'dist'];
    for (const path of copied.filter((one) => !made.includes(one)))
      expect([path, existsSync(path)]).toEqual([path, true]);
    expect(copied).toEqual(expect.arrayContaining([...made, 'scripts', 'prisma', 'public', 'package.json']));
    expect(finalStage).toContain('CMD ["node", "scripts/start.mjs", "--as-built"]');
  });
});
