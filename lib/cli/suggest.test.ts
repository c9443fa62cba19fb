import { expect, it } from 'vitest';
import { suggest } from './suggest';

const known = ['engineering', 'design', 'ops'];

it.each([
  ['enginering', ' Did you mean “engineering”?'],
  ['DESIGN', ' Did you mean “design”?'],
  ['opps', ' Did you mean “ops”?'],
  ['sales', ''],
  ['x', ''],
  ['', ''],
])('%s: names what was probably meant, and nothing that is another name', async (name, sentence) => {
  expect(await suggest(name, known)).toBe(sentence);
});
