import { expect, it } from 'vitest';
import { fitsTemplate } from './uri-template';

it.each([
  ['test://template/{id}/data', 'test://template/42/data', true],
  ['test://template/{id}/data', 'test://template/42/date', false],
  ['test://template/{id}/data', 'test://template/data', false],
  ['file:///{+path}', 'file:///a/b/c.txt', true],
  ['repo://{owner}/{name}{?ref}', 'repo://a/b?ref=main', true],
  ['repo://{owner}/{name}', 'other://a/b', false],
  ['fixed://no-variables', 'fixed://no-variables', true],
  ['fixed://no-variables', 'fixed://no-variables/x', false],
  ['a://{x}a', 'a://a', true],
  ['a://{x}aa', 'a://a', false],
])('template %s and %s', (template, uri, fits) => {
  expect(fitsTemplate(template, uri)).toBe(fits);
});

it('an address beyond the bound fits nothing, however much its template would make us search', () => {
  expect(fitsTemplate('x://{a}', `x://${'a'.repeat(2_000)}`)).toBe(true);
  expect(fitsTemplate('x://{a}', `x://${'a'.repeat(4_000_000)}`)).toBe(false);
});
