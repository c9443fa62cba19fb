import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hidesField } from './hidden-fields';
import { recordedMax, recordedText } from './recorded-text';

const isHidden = hidesField(['Patient No']);
const record = (value: unknown, max?: number) => recordedText(JSON.stringify(value), isHidden, max);

it.each([
  'password',
  'dbPassword',
  'DB_PASSWORD',
  'x-api-key',
  'apiKey',
  'access_token',
  'Authorization',
  'set-cookie',
  'client_secret',
  'patient_no',
  'PATIENT-NO',
  'APIToken',
  'JWTToken',
  'token2',
  'sshKey',
  'dbpass',
])('the value of %s is not recorded, whatever it is', (field) => {
  for (const value of ['hunter2', 41, null, true, ['hunter2'], { any: 'hunter2' }]) {
    expect(JSON.parse(record({ a: [{ [field]: value, b: 1 }] }).text)).toEqual({
      a: [{ [field]: '[redacted]', b: 1 }],
    });
  }
});

it.each(['passenger', 'author', 'secretary_of', 'key', 'keyword', 'tokenizer', 'page', 'compass'])(
  'the value of %s is recorded unless it is chosen',
  (field) => {
    const text = JSON.stringify({ [field]: 'x' });
    if (field !== 'secretary_of') expect(recordedText(text, isHidden)).toEqual({ text, is_cut: false });
    expect(recordedText(text, hidesField([field.toUpperCase()])).text).toContain('[redacted]');
  },
);

it('JSON within texts is read as JSON, whole, in lines or broken off', () => {
  const answer = (text: string) => record({ content: [{ type: 'text', text }] }).text;
  const row = { id: 7, password: 'hunter2', credentials: { user: 'ada', key: 'hunter2' } };
  expect(JSON.parse(JSON.parse(answer(JSON.stringify(row, null, 2))).content[0].text)).toEqual({
    id: 7,
    password: '[redacted]',
    credentials: '[redacted]',
  });
  for (const text of [
    `${JSON.stringify(row)}\n${JSON.stringify(row)}`,
    JSON.stringify(row).slice(0, -3),
    `Here it is: ${JSON.stringify(row)}`,
    JSON.stringify({ inner: JSON.stringify(row) }),
  ]) {
    expect(answer(text)).not.toContain('hunter2');
  }
});

it.each([
  'password: hunter2secret',
  'PASSWORD=hunter2secret',
  '[INFO] api_key = "hunter2secret"',
  'curl -H "Authorization: Bearer hunter2secret"',
  "token: 'hunter2secret'",
  'https://host/?access_token=hunter2secret&x=1',
  'mysql --password=hunter2secret',
  'curl -d "{\\"password\\":\\"hunter2secret\\"}"',
  'Authorization: Token hunter2secret',
  'Set-Cookie: theme=dark; sid=hunter2secret',
  'password => "hunter2secret"',
  'password := hunter2secret',
  'password: correct horse hunter2secret',
  'credentials: {"a":{"b":1},"key":"hunter2secret"}',
  'DATABASE_URL=postgres://ada:hunter2secret@db/x',
  '[12:00:01] user token=hunter2secret',
  '[2026-11-28 09:00:00] sent Bearer hunter2secret',
  '{"a":"x"} password hunter token: hunter2secret',
])('a text that names a hidden field does not give its value away: %s', (text) => {
  expect(record({ text }).text).not.toContain('hunter2secret');
});

it.each([
  `mwt_${'0af3'.repeat(12)}`,
  `ak_${'0af3'.repeat(12)}`,
  `ghp_${'a1B2'.repeat(9)}`,
  `sk-proj-${'a1B2'.repeat(9)}`,
  'AKIAABCDEFGHIJKLMNOP',
  `eyJhbGciOiJIUzI1NiJ9.${'a1B2'.repeat(9)}.${'a1B2'.repeat(9)}`,
  `-----BEGIN RSA PRIVATE KEY-----\n${'a1B2'.repeat(99)}`,
])('what looks like a secret is not recorded, wherever it stands: %s', (secret) => {
  for (const value of [secret, `see ${secret}`, { [secret]: 1 }, JSON.stringify([secret]), [[secret]]]) {
    expect(record({ note: value }).text).not.toContain(secret.slice(0, 24));
  }
});

it('a text that is made to be slow does not hold the gateway up', () => {
  // Quadratic time would be hours.
  for (const text of ['eyJ-'.repeat(50_000), 'a.'.repeat(50_000), 'token="'.repeat(20_000), '://a:'.repeat(20_000)])
    for (const value of [{ [text]: 1 }, { text }, [text, text]])
      expect(record(value).text.length).toBeLessThanOrEqual(recordedMax);
});

it('numbers, escapes and the order of members stay as they were written', () => {
  const text = '{"b":12345678901234567890,"a":1.0,"\\u0061b":"\\u00e9","c":[]}';
  expect(recordedText(` ${text.replaceAll(',', ' ,\n')} `, isHidden).text).toBe(text.replace('\\u00e9', 'é'));
});

it('a result of megabytes is read no further than what is kept of it', () => {
  const rows = JSON.stringify(Array.from({ length: 200_000 }, (_, id) => ({ id, name: `row ${id}` })));
  for (const json of [`{"rows":${rows}}`, JSON.stringify({ content: [{ type: 'text', text: rows }] })]) {
    const { text, is_cut } = recordedText(json, isHidden);
    expect([text.length, is_cut]).toEqual([recordedMax, true]);
  }
});

const secret = 'hunter2';
const hiddenName = fc.constantFrom('password', 'apiKey', 'Set-Cookie', 'access_token');
const plainName = fc.string({ maxLength: 8 }).map((text) => `f${text.replaceAll(/[a-z:=]/gi, '')}`);
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5 },
    fc.string({ maxLength: 20 }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constant(null),
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(plainName, tie('tree'), { maxKeys: 3 }),
    fc.tuple(hiddenName, tie('tree')).map(([name, value]) => ({ [name]: [secret, value] })),
    fc.tuple(hiddenName, tie('tree')).map(([name, value]) => JSON.stringify({ a: value, [name]: secret })),
  ),
}));

it('whatever the shape and wherever the cut, nothing of a hidden field is recorded, and never more than the bound', () => {
  fc.assert(
    fc.property(tree, fc.integer({ min: 0, max: 200 }), fc.boolean(), (value, max, isSpaced) => {
      const json = JSON.stringify(value, null, isSpaced ? 2 : 0);
      const { text, is_cut } = recordedText(json, isHidden, max);
      expect(text).not.toContain(secret.slice(0, 5));
      expect(text.length).toBeLessThanOrEqual(max);
      const whole = recordedText(json, isHidden, 1_000_000);
      expect(() => JSON.parse(whole.text)).not.toThrow();
      expect([whole.is_cut, whole.text.startsWith(text) || !is_cut]).toEqual([false, true]);
    }),
    { numRuns: 500 },
  );
});
