import { isIP } from 'node:net';
import { resolve } from 'node:path';
import ipaddr from 'ipaddr.js';

/** A setting that the process cannot start with. The message is one sentence for the operator. */
export class EnvError extends Error {
  override readonly name = 'EnvError';
}

export type DatabaseTarget = { provider: 'sqlite'; file: string } | { provider: 'postgres'; url: string };

/** Which addresses the servers of a workspace may have: a word, or exactly these ranges, `public` among them or not. */
export type ServerNetworks =
  | { mode: 'public' }
  | { mode: 'any' }
  | { mode: 'cidrs'; cidrs: string[]; withPublic: boolean };

/** The mail server, its address with name and password, and whom mail comes from. */
export interface MailSettings {
  smtpUrl: string;
  from: string;
}

/** What a sign-in provider knows this installation by. */
export interface ProviderClient {
  clientId: string;
  clientSecret: string;
}

/** Where people may sign in besides their password; null for each that is not set. */
export interface SignInSettings {
  oidc: (ProviderClient & { issuer: string; name: string }) | null;
  github: ProviderClient | null;
  google: ProviderClient | null;
}

/** Where requests are counted against their limits. */
export type RateStore =
  | { store: 'memory' }
  | { store: 'redis'; url: string }
  | { store: 'upstash'; url: string; token: string };

export interface Env {
  port: number;
  host: string;
  /** The public origin, without a trailing slash. Never taken from a request. */
  url: string;
  /** True while `url` names this machine only; loopback servers are allowed then. */
  urlIsLoopback: boolean;
  database: DatabaseTarget;
  dataDir: string;
  secret: string | undefined;
  setupCode: string | undefined;
  /** Requests that one token may make in any 60 seconds. */
  tokenRate: number;
  rateStore: RateStore;
  serverNetworks: ServerNetworks;
  trustedProxies: string[];
  metricsToken: string | undefined;
  /** Null while no mail is sent. */
  mail: MailSettings | null;
  signIn: SignInSettings;
  /** Where GitHub publishes the keys that it signs its reports of leaked tokens with. */
  secretScanningKeysUrl: string;
  /** Where the other instances reach this one; undefined for the address that it listens on. */
  instanceUrl: string | undefined;
  /** Whether this process keeps catalogues fresh by itself. Off where a host runs it only while it answers. */
  background: boolean;
  /** Opens `/api/cron/refresh`, which does the background work where nothing else does. */
  cronToken: string | undefined;
  /** How long each call stays on record. Sums of calls stay longer. */
  callRetentionDays: number;
  logLevel: (typeof logLevels)[number];
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** Every `AEROSTACK_*` name that means something to the server, the CLI or the tests. */
const knownNames = [
  'AEROSTACK_HOST',
  'AEROSTACK_URL',
  'AEROSTACK_DATA_DIR',
  'AEROSTACK_SECRET',
  'AEROSTACK_SETUP_CODE',
  'AEROSTACK_TOKEN_RATE',
  'AEROSTACK_SERVER_NETWORKS',
  'AEROSTACK_TRUSTED_PROXIES',
  'AEROSTACK_METRICS_TOKEN',
  'AEROSTACK_OIDC_ISSUER',
  'AEROSTACK_OIDC_CLIENT_ID',
  'AEROSTACK_OIDC_CLIENT_SECRET',
  'AEROSTACK_OIDC_NAME',
  'AEROSTACK_GITHUB_CLIENT_ID',
  'AEROSTACK_GITHUB_CLIENT_SECRET',
  'AEROSTACK_GOOGLE_CLIENT_ID',
  'AEROSTACK_GOOGLE_CLIENT_SECRET',
  'AEROSTACK_SECRET_SCANNING_KEYS_URL',
  'AEROSTACK_INSTANCE_URL',
  'AEROSTACK_BACKGROUND',
  'AEROSTACK_CRON_TOKEN',
  'AEROSTACK_CALL_RETENTION_DAYS',
  'AEROSTACK_REQUIRE_SERVICES',
  'AEROSTACK_API_KEY',
  'AEROSTACK_PROFILE',
  'AEROSTACK_MCP_TOKEN',
];

const loopbackNames = ['localhost', '127.0.0.1', '[::1]'];

/** The hosts that mean this installation: its own, and on loopback the other names of the same port. */
export function ownHosts(url: string): Set<string> {
  const { hostname, port, host } = new URL(url);
  if (!loopbackNames.includes(hostname)) return new Set([host]);
  return new Set(loopbackNames.map((name) => (port === '' ? name : `${name}:${port}`)));
}

/** next-auth 4 takes its origin from this variable and from nowhere else; whatever stood in it, it is ours. */
export function pinNextAuthOrigin(url: string): void {
  process.env.NEXTAUTH_URL = url;
}

/**
 * Reads the environment once, whole and strictly.
 * @throws EnvError naming the variable, what is wrong with it and what to write instead.
 */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  refuseUnknownNames(source);
  const value = (name: string) => {
    const text = source[name]?.trim();
    return text === '' ? undefined : text;
  };
  const port = wholeNumber('PORT', value('PORT') ?? '3000', 1, 65_535);
  const host = value('AEROSTACK_HOST') ?? '127.0.0.1';
  const url = readUrl(value('AEROSTACK_URL'), host, port);
  const dataDir = resolve(value('AEROSTACK_DATA_DIR') ?? '.data');
  return {
    port,
    host,
    url,
    urlIsLoopback: loopbackNames.includes(new URL(url).hostname),
    database: readDatabase(value('DATABASE_URL'), dataDir),
    dataDir,
    secret: value('AEROSTACK_SECRET'),
    setupCode: readSetupCode(value('AEROSTACK_SETUP_CODE')),
    tokenRate: wholeNumber('AEROSTACK_TOKEN_RATE', value('AEROSTACK_TOKEN_RATE') ?? '120', 1, 1_000_000_000),
    rateStore: readRateStore(value('REDIS_URL'), value('UPSTASH_REDIS_REST_URL'), value('UPSTASH_REDIS_REST_TOKEN')),
    serverNetworks: readNetworks(value('AEROSTACK_SERVER_NETWORKS') ?? 'public'),
    trustedProxies: readCidrs('AEROSTACK_TRUSTED_PROXIES', value('AEROSTACK_TRUSTED_PROXIES') ?? ''),
    metricsToken: value('AEROSTACK_METRICS_TOKEN'),
    mail: readMail(value('SMTP_URL'), value('MAIL_FROM')),
    signIn: readSignIn(value),
    secretScanningKeysUrl: readKeysUrl(value('AEROSTACK_SECRET_SCANNING_KEYS_URL')),
    instanceUrl: readOrigin('AEROSTACK_INSTANCE_URL', value('AEROSTACK_INSTANCE_URL')),
    background: readSwitch('AEROSTACK_BACKGROUND', value('AEROSTACK_BACKGROUND') ?? 'on'),
    cronToken: readCronToken(value('AEROSTACK_CRON_TOKEN')),
    callRetentionDays: wholeNumber(
      'AEROSTACK_CALL_RETENTION_DAYS',
      value('AEROSTACK_CALL_RETENTION_DAYS') ?? '30',
      1,
      3650,
    ),
    logLevel: readLogLevel(value('LOG_LEVEL') ?? 'info'),
  };
}

function refuseUnknownNames(source: Record<string, string | undefined>) {
  for (const name of Object.keys(source)) {
    if (!name.startsWith('AEROSTACK_') || knownNames.includes(name)) continue;
    const nearest = knownNames.map((known) => ({ known, far: distance(name, known) })).sort((a, b) => a.far - b.far)[0];
    const hint = nearest && nearest.far <= 4 ? ` Did you mean ${nearest.known}?` : '';
    throw new EnvError(`${name} is not a setting of Aerostack.${hint}`);
  }
}

function wholeNumber(name: string, text: string, min: number, max: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= min && number <= max) return number;
  throw new EnvError(`${name} must be a whole number from ${min} to ${max}, not "${text}".`);
}

function readUrl(text: string | undefined, host: string, port: number): string {
  const url = readOrigin('AEROSTACK_URL', text);
  if (url !== undefined) return url;
  const isLoopback = host === 'localhost' || host === '::1' || host.startsWith('127.');
  if (isLoopback) return `http://127.0.0.1:${port}`;
  throw new EnvError(
    `AEROSTACK_HOST is ${host}, so others can reach this server: set AEROSTACK_URL to the address they use, for example https://mcp.example.com.`,
  );
}

function readOrigin(name: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  let parsed: URL;
  try {
    parsed = new URL(text);
  } catch (cause) {
    throw new EnvError(`${name} must be an origin such as https://mcp.example.com, not "${text}".`, { cause });
  }
  const isOrigin = parsed.pathname === '/' && parsed.search === '' && parsed.hash === '' && parsed.username === '';
  if (!['http:', 'https:'].includes(parsed.protocol) || !isOrigin) {
    throw new EnvError(`${name} must be an http or https origin without a path, not "${text}".`);
  }
  return parsed.origin;
}

function readDatabase(text: string | undefined, dataDir: string): DatabaseTarget {
  if (text === undefined) return { provider: 'sqlite', file: resolve(dataDir, 'aerostack.db') };
  if (text.startsWith('file:'))
    return { provider: 'sqlite', file: resolve(text.slice('file:'.length).replace(/^\/\/(?=\/)/, '')) };
  if (/^postgres(ql)?:\/\//.test(text)) return { provider: 'postgres', url: text };
  throw new EnvError('DATABASE_URL must start with file:, postgres:// or postgresql://.');
}

/** None of the messages quotes a value: an address of Redis holds its password. */
function readRateStore(
  redisUrl: string | undefined,
  upstashUrl: string | undefined,
  upstashToken: string | undefined,
): RateStore {
  if (redisUrl !== undefined) {
    if (upstashUrl !== undefined || upstashToken !== undefined)
      throw new EnvError('Set REDIS_URL or UPSTASH_REDIS_REST_URL with its token, not both: there is one rate store.');
    if (isUrl(redisUrl, 'redis:', 'rediss:')) return { store: 'redis', url: redisUrl };
    throw new EnvError(
      'REDIS_URL must be an address such as redis://127.0.0.1:6379 or rediss://user:password@host:6380.',
    );
  }
  if (upstashUrl === undefined && upstashToken === undefined) return { store: 'memory' };
  if (upstashUrl === undefined || upstashToken === undefined)
    throw new EnvError('UPSTASH_REDIS_REST_URL and UPSTASH_REDIS_REST_TOKEN must be set together.');
  if (isUrl(upstashUrl, 'https:', 'http:')) return { store: 'upstash', url: upstashUrl, token: upstashToken };
  throw new EnvError('UPSTASH_REDIS_REST_URL must be an address such as https://name.upstash.io.');
}

const isUrl = (text: string, ...protocols: string[]) =>
  URL.canParse(text) && new URL(text).hostname !== '' && protocols.includes(new URL(text).protocol);

/** None of the messages quotes the address: it holds a password. */
function readMail(smtpUrl: string | undefined, from: string | undefined): MailSettings | null {
  if (smtpUrl === undefined && from === undefined) return null;
  if (smtpUrl === undefined || from === undefined) throw new EnvError('SMTP_URL and MAIL_FROM must be set together.');
  if (!isUrl(smtpUrl, 'smtp:', 'smtps:'))
    throw new EnvError('SMTP_URL must be an address such as smtp://user:password@mail.example.com:587.');
  if (/^(?:[^<>\p{Cc}]*<[^\s<>@,]+@[^\s<>@,]+>|[^\s<>@,]+@[^\s<>@,]+)$/u.test(from)) return { smtpUrl, from };
  throw new EnvError(`MAIL_FROM must be an address such as Aerostack <aerostack@example.com>, not "${from}".`);
}

const isHttpsOrLoopback = (text: string) =>
  isUrl(text, 'https:') || (isUrl(text, 'http:') && loopbackNames.includes(new URL(text).hostname));

function readSignIn(value: (name: string) => string | undefined): SignInSettings {
  const group = (prefix: string, ...names: string[]): string[] | null => {
    const all = names.map((name) => `${prefix}_${name}`);
    const missing = all.filter((name) => value(name) === undefined);
    if (missing.length === all.length) return null;
    if (missing.length === 0) return all.map((name) => value(name) as string);
    throw new EnvError(
      `${inWords(all)} must be set together; ${inWords(missing)} ${missing.length === 1 ? 'is' : 'are'} missing.`,
    );
  };
  const client = ([clientId = '', clientSecret = '']: string[]): ProviderClient => ({ clientId, clientSecret });
  const oidc = group('AEROSTACK_OIDC', 'CLIENT_ID', 'CLIENT_SECRET', 'ISSUER', 'NAME');
  const github = group('AEROSTACK_GITHUB', 'CLIENT_ID', 'CLIENT_SECRET');
  const google = group('AEROSTACK_GOOGLE', 'CLIENT_ID', 'CLIENT_SECRET');
  return {
    oidc: oidc && { ...client(oidc), issuer: readIssuer(oidc[2] as string), name: readProviderName(oidc[3] as string) },
    github: github && client(github),
    google: google && client(google),
  };
}

/** An issuer is an address to the letter, but for a last slash: some providers name themselves with it. */
function readIssuer(text: string): string {
  const isPlain = isHttpsOrLoopback(text) && !/[?#]|\/\/[^/]*@|\/\.well-known\//.test(text);
  if (isPlain) return text.replace(/\/+$/, '');
  throw new EnvError(
    'AEROSTACK_OIDC_ISSUER must be the https address that the provider names as its issuer (http on this machine only), for example https://id.example.com/realms/acme.',
  );
}

function readProviderName(text: string): string {
  if (text.length <= 40 && !/\p{Cc}/u.test(text)) return text;
  throw new EnvError('AEROSTACK_OIDC_NAME must have at most 40 characters: it stands on a button.');
}

const inWords = (names: string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/** Whoever can change these keys on their way to us can report tokens in GitHub's name. */
function readKeysUrl(text = 'https://api.github.com/meta/public_keys/secret_scanning'): string {
  if (isHttpsOrLoopback(text)) return text;
  throw new EnvError('AEROSTACK_SECRET_SCANNING_KEYS_URL must be an https address (or http on this machine).');
}

function readSetupCode(text: string | undefined): string | undefined {
  if (text === undefined || text.length >= 16) return text;
  throw new EnvError('AEROSTACK_SETUP_CODE must have at least 16 characters.');
}

function readNetworks(text: string): ServerNetworks {
  if (text === 'public' || text === 'any') return { mode: text };
  const parts = text.split(',').map((part) => part.trim());
  const ranges = parts.filter((part) => part !== 'public').join(',');
  return {
    mode: 'cidrs',
    cidrs: readCidrs('AEROSTACK_SERVER_NETWORKS', ranges, 'public, any, or '),
    withPublic: parts.includes('public'),
  };
}

function readCidrs(name: string, text: string, also = ''): string[] {
  const cidrs = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return cidrs.map((part) => {
    const cidr = isIP(part) === 0 ? part : `${part}/${isIP(part) === 4 ? 32 : 128}`;
    if (ipaddr.isValidCIDR(cidr)) return cidr;
    throw new EnvError(
      `${name} must be ${also}a list such as 10.0.0.0/8,192.168.0.0/16; "${part}" is not an address range.`,
    );
  });
}

function readSwitch(name: string, text: string): boolean {
  if (text === 'on' || text === 'off') return text === 'on';
  throw new EnvError(`${name} must be on or off, not "${text}".`);
}

function readCronToken(text: string | undefined): string | undefined {
  if (text === undefined || text.length >= 16) return text;
  throw new EnvError('AEROSTACK_CRON_TOKEN must have at least 16 characters.');
}

function readLogLevel(text: string): Env['logLevel'] {
  const level = logLevels.find((known) => known === text);
  if (level !== undefined) return level;
  throw new EnvError(`LOG_LEVEL must be one of ${logLevels.join(', ')}, not "${text}".`);
}

/** Levenshtein distance, for the suggestion only. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substitution = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
