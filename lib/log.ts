import pino from 'pino';
import type { Env } from './env';

export type Log = pino.Logger;

/** Field names that may hold a credential, wherever they stand in a logged object. A net below the rule, not the rule: do not log them at all. */
const secretFields = [
  'authorization',
  'cookie',
  'set-cookie',
  'proxy-authorization',
  'token',
  'raw',
  'secret',
  'password',
  'api_key',
  'apiKey',
  'headers',
];

const options = (level: Env['logLevel']): pino.LoggerOptions => ({
  level,
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (label) => ({ level: label }) },
  redact: {
    paths: ['', '*.', '*.*.'].flatMap((prefix) =>
      secretFields.map((field) => (prefix === '' ? `["${field}"]` : `${prefix.slice(0, -1)}["${field}"]`)),
    ),
    censor: '[redacted]',
  },
});

/** The process's log: one JSON object a line, or lines for people where a person is looking. */
export function createLog(
  level: Env['logLevel'],
  output: pino.DestinationStream & { isTTY?: boolean } = process.stdout,
): Log {
  if (!output.isTTY) return pino(options(level), output);
  return pino(options(level), { write: (line: string) => output.write(forPeople(line)) });
}

const colours: Record<string, string> = { warn: '\u001b[33m', error: '\u001b[31m', fatal: '\u001b[31m' };

/** `12:03:04 warn  message key=value`, the stack of an error below it. */
export function forPeople(line: string): string {
  const { time, level, msg, err, ...fields } = JSON.parse(line) as Record<string, unknown>;
  const colour = colours[String(level)] ?? '\u001b[2m';
  const details = Object.entries(fields).map(([name, value]) => `\u001b[2m${name}=${asText(value)}\u001b[22m`);
  const head = [
    `\u001b[2m${String(time).slice(11, 19)}\u001b[22m`,
    `${colour}${String(level).padEnd(5)}\u001b[0m`,
    msg,
  ];
  const stack = typeof err === 'object' && err !== null && 'stack' in err ? `\n${String(err.stack)}` : '';
  return `  ${[...head, ...details].filter((part) => part !== undefined).join(' ')}${stack.replaceAll('\n', '\n    ')}\n`;
}

const asText = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
