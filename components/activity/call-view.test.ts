import { expect, it } from 'vitest';
import { filtersOf, isFiltered, queryOf, viewOf } from './call-view';

const query = (text: string) => new URLSearchParams(text);

it('an address says the same after it was read and written', () => {
  const text = 'member=none&tool=demo__add&outcome=failed&from=2026-11-01T00%3A00%3A00Z&call=0195';
  expect(queryOf(viewOf(query(text)))).toBe(text);
});

it('what the API would refuse is left out, so that a mistyped address still shows calls', () => {
  expect(viewOf(query('outcome=wonderful&from=yesterday&color=red&tool='))).toEqual({});
});

it('an open call narrows nothing', () => {
  expect(isFiltered(viewOf(query('call=0195')))).toBe(false);
  expect(filtersOf(query('call=0195&server=s'))).toEqual({ server: 's' });
  expect(isFiltered({ server: 's' })).toBe(true);
});
