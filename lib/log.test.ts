import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { createLog, forPeople } from './log';

function written(fields: object): string {
  let text = '';
  const output = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  createLog('info', output).info(fields, 'a message');
  return text;
}

it('a credential does not reach the log, however deep it stands and whatever its field is called', () => {
  const secret = 'mwt-this-must-not-be-seen';
  const names = ['authorization', 'cookie', 'set-cookie', 'token', 'raw', 'secret', 'password', 'api_key', 'headers'];
  for (const name of names) {
    const text = written({ [name]: secret, request: { [name]: secret, inner: { [name]: secret } } });
    expect(text).not.toContain(secret);
    expect(text).toContain('[redacted]');
  }
});

it('what is no credential does', () => {
  expect(JSON.parse(written({ server: 'docs', error: { code: 'timeout' } }))).toMatchObject({
    level: 'info',
    msg: 'a message',
    server: 'docs',
    error: { code: 'timeout' },
  });
});

it('a person sees the time, the message, its fields and the stack', () => {
  const line = JSON.stringify({
    level: 'warn',
    time: '2026-01-02T03:04:05.678Z',
    err: { stack: 'Error: no\n    at there' },
    server: 'docs',
    msg: 'a message',
  });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: takes the colours away.
  expect(forPeople(line).replace(/\u001b\[\d+m/g, '')).toBe(
    '  03:04:05 warn  a message server=docs\n    Error: no\n        at there\n',
  );
});
